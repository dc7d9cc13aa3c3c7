using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Learns what to put in the place of NaN.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator(InputOutputColumnPair[] columns, ReplacementMode mode, bool bySlot)
    {
        if (!Enum.IsDefined(mode))
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"Not a replacement mode. Choose one of {string.Join(", ", Enum.GetNames<ReplacementMode>())}.");
        (_columns, _mode, _bySlot) = (ColumnPairs.Require(columns), mode, bySlot);
    }

    /// <summary>What takes the place of NaN.</summary>
    public enum ReplacementMode : byte
    {
        /// <summary>0.</summary>
        DefaultValue = 0,

        Mean = 1,

        Minimum = 2,

        Maximum = 3,

        /// <summary>The most frequent value; the least of several.</summary>
        Mode = 5,
    }

    /// <remarks>NaN and infinities do not count; a slot without other values gets 0.</remarks>
    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = [.. _columns.Select(pair => RequireNumeric(input.Schema, pair.InputColumnName))];
        return new(_columns, _mode == ReplacementMode.DefaultValue ? [.. columns.Select(_ => new double[1])] : Learn(input, columns));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. _columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    // One value per slot, or one for all where slots are taken together or their number is unknown.
    private double[][] Learn(IDataView input, DataViewSchema.Column[] columns)
    {
        MissingValueStatistics[][] statistics = [.. columns.Select(column =>
            Enumerable.Range(0, _bySlot ? Math.Max(1, NumericSlots.CountOf(column.Type)) : 1).Select(_ => new MissingValueStatistics(_mode)).ToArray())];

        using DataViewRowCursor cursor = input.GetRowCursor(columns);
        Action<Action<int, double>>[] readers = [.. columns.Select(column => NumericSlots.Reader(cursor, column))];
        Action<int, double>[] receivers =
            [.. statistics.Select(slots => (Action<int, double>)((slot, value) => slots[slots.Length == 1 ? 0 : slot].Add(value)))];
        while (cursor.MoveNext())
        {
            for (int column = 0; column < readers.Length; column++)
                readers[column](receivers[column]);
        }

        return [.. statistics.Select(slots => slots.Select(slot => slot.Replacement).ToArray())];
    }

    private static DataViewSchema.Column RequireNumeric(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.RequireInput(name);
        return NumericSlots.Are(column.Type) ? column : throw Messages.SchemaMismatch("input", name, NumericSlots.Types, column.Type.ToString());
    }

    private static SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        if (input.IsKey || !NumericSlots.Are(input.ItemType))
            throw Messages.SchemaMismatch("input", input.Name, NumericSlots.Types, input.TypeText);
        return new(name, input.Kind, input.ItemType, isKey: false, new(ItemColumns.KeptAnnotations(input)));
    }
}
