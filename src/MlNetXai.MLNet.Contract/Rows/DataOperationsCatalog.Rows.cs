using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Steps that choose or re-order rows.</summary>
public sealed partial class DataOperationsCatalog
{
    /// <summary>Splits rows by chance, or groups of rows where <paramref name="samplingKeyColumnName"/> names one.</summary>
    /// <remarks>
    /// Rows of equal sampling key come to the same part. The test fraction is that of groups, in expectation: with five groups the test part may be empty.
    /// A Single, Double or key column is split by value and not by chance: the lowest values are the test part.
    /// Rows whose sampling key is missing are in neither part. Without a seed that of the context holds.
    /// </remarks>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1d, string samplingKeyColumnName = null, int? seed = null) =>
        RowSplit.TrainTest(Environment, data, testFraction, samplingKeyColumnName, seed);

    /// <summary>Splits rows, or groups of rows, into folds; each is the test part once.</summary>
    /// <remarks>As <see cref="TrainTestSplit"/>; a key column with a value just on the bound of two folds has it in the test part of both.</remarks>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null) =>
        RowSplit.Folds(Environment, data, numberOfFolds, samplingKeyColumnName, seed);

    /// <summary>Rows in random order: each next one is drawn from a pool, which the rows of the input refill.</summary>
    /// <remarks>Every enumeration gives the same order. A row can come long after its place in the input, but not more than the pool's size before it.</remarks>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (shufflePoolSize <= 0)
            throw Messages.MustBePositive(nameof(shufflePoolSize));
        return new ShuffledView(input, Randoms.SeedOf(Environment, seed), shufflePoolSize, shuffleSource);
    }

    /// <summary>The rows after the first <paramref name="count"/>.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RowRangeView(input, skip: count, take: long.MaxValue);
    }

    /// <summary>The first <paramref name="count"/> rows, at least one.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (count <= 0)
            throw Messages.MustBePositive(nameof(count));
        return new RowRangeView(input, skip: 0, take: count);
    }

    /// <summary>Rows with <paramref name="lowerBound"/> ≤ value &lt; <paramref name="upperBound"/> in a Single or Double column; NaN never passes.</summary>
    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        DataViewSchema.Column column = RequireInput(input, columnName);
        if (!ColumnReaders.IsFloating(column.Type))
            throw Messages.SchemaMismatch("input", columnName, "Single or Double", column.Type.ToString());
        RequireOrdered(lowerBound, upperBound);

        return new FilteredView(input, [column], row =>
        {
            Func<double> number = ColumnReaders.Number(row, column);
            return () => IsIn(number(), lowerBound, upperBound);
        });
    }

    /// <summary>Rows with <paramref name="lowerBound"/> ≤ (key − 0.5) / count &lt; <paramref name="upperBound"/>; a missing key never passes.</summary>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0d, double upperBound = 1d)
    {
        DataViewSchema.Column column = RequireInput(input, columnName);
        if (column.Type is not KeyDataViewType type)
            throw Messages.SchemaMismatch("input", columnName, "Key", column.Type.ToString());
        RequireOrdered(lowerBound, upperBound);

        return new FilteredView(input, [column], row =>
        {
            Func<ulong> key = ColumnReaders.Key(row, column);
            return () => IsIn(RowShares.OfKey(key(), type), lowerBound, upperBound);
        });
    }

    /// <summary>Rows without a missing value in any of <paramref name="columns"/>: NaN, key 0, empty text, in a vector too.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0)
            throw new ArgumentException("Name at least one column.", nameof(columns));

        DataViewSchema.Column[] checkedColumns = [.. columns.Select(name => RequireInput(input, name))];
        return new FilteredView(input, checkedColumns, row =>
        {
            Func<bool>[] missing = [.. checkedColumns.Select(column => MissingValues.Reader(row, column))];
            return () => !Array.Exists(missing, isMissing => isMissing());
        });
    }

    private static DataViewSchema.Column RequireInput(IDataView input, string columnName)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return input.Schema.RequireInput(columnName);
    }

    private static void RequireOrdered(double lowerBound, double upperBound)
    {
        if (!(lowerBound <= upperBound))
            throw new ArgumentOutOfRangeException(nameof(lowerBound), lowerBound, $"The lower bound must not lie above the upper one, {upperBound}.");
    }

    // The largest bound closes the range, so that the default bounds keep all numbers.
    private static bool IsIn(double number, double lower, double upper) =>
        number >= lower && (number < upper || (number == upper && double.IsPositiveInfinity(upper)));

    /// <summary>The two parts of a split.</summary>
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet) => (TrainSet, TestSet) = (trainSet, testSet);
    }
}
