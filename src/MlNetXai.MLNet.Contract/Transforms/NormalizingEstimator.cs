using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the scale of each slot of its columns.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private const string Expected = "Single or Double, or a vector of these with known size";

    private readonly InputOutputColumnPair[] _columns;
    private readonly long _maximumExampleCount;
    private readonly Func<NormalizingStatistics, NormalizingScale> _scaleOf;

    /// <param name="columns">One scale per slot of each.</param>
    /// <param name="maximumExampleCount">Rows that are read at most, above 1.</param>
    /// <param name="scaleOf">The scale that the values of a slot give.</param>
    internal NormalizingEstimator(InputOutputColumnPair[] columns, long maximumExampleCount, Func<NormalizingStatistics, NormalizingScale> scaleOf)
    {
        if (maximumExampleCount <= 1)
            throw Messages.MustBeMoreThanOne(nameof(maximumExampleCount));
        (_columns, _maximumExampleCount, _scaleOf) = (ColumnPairs.Require(columns), maximumExampleCount, scaleOf);
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = [.. _columns.Select(pair => RequireNumeric(input.Schema, pair.InputColumnName))];
        NormalizingStatistics[][] statistics =
            [.. columns.Select(column => Enumerable.Range(0, NumericSlots.CountOf(column.Type)).Select(_ => new NormalizingStatistics()).ToArray())];

        using DataViewRowCursor cursor = input.GetRowCursor(columns);
        Action<Action<int, double>>[] readers = [.. columns.Select(column => NumericSlots.Reader(cursor, column))];
        Action<int, double>[] receivers = [.. statistics.Select(slots => (Action<int, double>)((slot, value) => slots[slot].Add(value)))];
        for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
        {
            for (int column = 0; column < readers.Length; column++)
                readers[column](receivers[column]);
        }

        return new(_columns, [.. statistics.Select(slots => slots.Select(_scaleOf).ToArray())]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. _columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    private static DataViewSchema.Column RequireNumeric(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.RequireInput(name);
        return NumericSlots.Are(column.Type) && NumericSlots.CountOf(column.Type) > 0
            ? column
            : throw Messages.SchemaMismatch("input", name, Expected, column.Type.ToString());
    }

    private static SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        if (input.IsKey || !NumericSlots.Are(input.ItemType) || input.Kind == SchemaShape.Column.VectorKind.VariableVector)
            throw Messages.SchemaMismatch("input", input.Name, Expected, input.TypeText);

        SchemaShape.Column normalized = new(AnnotationKinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false);
        return new(name, input.Kind, input.ItemType, isKey: false, new([.. ItemColumns.KeptAnnotations(input), normalized]));
    }
}
