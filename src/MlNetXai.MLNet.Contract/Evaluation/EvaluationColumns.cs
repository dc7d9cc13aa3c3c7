using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The columns that evaluators read.</summary>
internal static class EvaluationColumns
{
    /// <param name="schema">Of the scored rows.</param>
    /// <param name="role">What the column is for: "Label", "Score", ….</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name ?? role)
        // Name and role stand in this order in ML.NET.
        ?? throw new ArgumentOutOfRangeException(nameof(name), $"{name} column '{role}' not found");

    /// <summary>A reader of labels as numbers: keys from 0, true is 1, missing is NaN.</summary>
    public static Func<double> LabelGetter(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is BooleanDataViewType)
            return ColumnReaders.Reader(row, column, (bool value) => value ? 1.0 : 0);
        if (column.Type is not KeyDataViewType)
            return ColumnReaders.Number(row, column);

        Func<ulong> key = ColumnReaders.Key(row, column);
        return () => key() is > 0 and ulong value ? value - 1 : double.NaN;
    }
}
