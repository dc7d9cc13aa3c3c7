using Microsoft.ML.Runtime;
using static Microsoft.ML.DataOperationsCatalog;

namespace Microsoft.ML.Data;

/// <summary>Splits of a view by the number that <see cref="RowShares"/> gives each row; both parts keep the order of rows.</summary>
internal static class RowSplit
{
    /// <summary>Test part: share in [0, <paramref name="testFraction"/>).</summary>
    public static TrainTestData TrainTest(IHostEnvironment env, IDataView data, double testFraction, string samplingKeyColumnName, int? seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(testFraction > 0 && testFraction < 1))
            throw Messages.MustBeFraction(nameof(testFraction));

        Shares shares = SharesOf(env, data, samplingKeyColumnName, seed);
        return new(Part(data, shares, share => share >= testFraction), Part(data, shares, share => share < testFraction));
    }

    /// <summary>Test part of fold i of k: share in [i/k, (i + 1)/k], both bounds included, so that a share on a bound is in two of them.</summary>
    public static IReadOnlyList<TrainTestData> Folds(IHostEnvironment env, IDataView data, int numberOfFolds, string samplingKeyColumnName, int? seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (numberOfFolds <= 1)
            throw Messages.MustBeMoreThanOne(nameof(numberOfFolds));

        Shares shares = SharesOf(env, data, samplingKeyColumnName, seed);
        return [.. Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            double lower = fold / (double)numberOfFolds, upper = (fold + 1) / (double)numberOfFolds;
            return new TrainTestData(
                Part(data, shares, share => share < lower || share > upper),
                Part(data, shares, share => share >= lower && share <= upper));
        })];
    }

    private static FilteredView Part(IDataView data, Shares shares, Func<double, bool> isIn) => new(
        data,
        shares.Columns,
        row =>
        {
            Func<double> share = shares.Of(row);
            return () => isIn(share());
        },
        inOrder: shares.Columns.Length == 0);

    private static Shares SharesOf(IHostEnvironment env, IDataView data, string samplingKeyColumnName, int? seed)
    {
        int usedSeed = Randoms.SeedOf(env, seed);
        if (samplingKeyColumnName is null)
            return new([], RowShares.ByChance(usedSeed));

        DataViewSchema.Column column = data.Schema.GetColumnOrNull(samplingKeyColumnName)
            ?? throw Messages.ColumnMissing("SamplingKeyColumn", samplingKeyColumnName, nameof(samplingKeyColumnName));
        return new([column], RowShares.ByColumn(data, column, usedSeed));
    }

    private sealed record Shares(DataViewSchema.Column[] Columns, Func<DataViewRow, Func<double>> Of);
}
