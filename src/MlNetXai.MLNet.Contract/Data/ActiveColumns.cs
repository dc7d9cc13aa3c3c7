namespace Microsoft.ML.Data;

/// <summary>The columns of a schema that a cursor was asked for.</summary>
internal sealed class ActiveColumns
{
    private readonly DataViewSchema _schema;
    private readonly bool[] _active;

    public ActiveColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        _schema = schema;
        _active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded ?? [])
            _active[Own(column).Index] = true;
    }

    public bool this[int columnIndex] => _active[columnIndex];

    /// <summary>Whether any column from the index on is active.</summary>
    public bool AnyFrom(int columnIndex) => Array.IndexOf(_active, true, columnIndex) >= 0;

    public bool Contains(DataViewSchema.Column column) => _active[Own(column).Index];

    /// <summary>The own column that <paramref name="column"/> means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is of another schema, or not active.</exception>
    public DataViewSchema.Column Require(DataViewSchema.Column column)
    {
        DataViewSchema.Column own = Own(column);
        return _active[own.Index] ? own : throw Messages.ColumnNotActive(own);
    }

    private DataViewSchema.Column Own(DataViewSchema.Column column)
    {
        if ((uint)column.Index >= (uint)_active.Length || !string.Equals(_schema[column.Index].Name, column.Name, StringComparison.Ordinal))
            throw Messages.ColumnNotFound(column.Name, nameof(column));
        return _schema[column.Index];
    }
}
