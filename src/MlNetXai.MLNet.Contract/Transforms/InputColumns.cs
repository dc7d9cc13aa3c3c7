namespace Microsoft.ML.Data;

/// <summary>Finds the input columns of steps.</summary>
internal static class InputColumns
{
    /// <exception cref="ArgumentOutOfRangeException">There is no column of that name.</exception>
    public static DataViewSchema.Column RequireInput(this DataViewSchema schema, string name)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.GetColumnOrNull(name) ?? throw Messages.ColumnMissing("input", name);
    }
}
