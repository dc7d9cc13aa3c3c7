namespace Microsoft.ML.Data;

/// <summary>Reads the members of objects as the columns of a view.</summary>
internal sealed class ObjectColumns<TRow>
    where TRow : class
{
    private readonly MemberBinding<TRow>[] _bindings;

    /// <param name="definition">Null for what the attributes of the class say.</param>
    public ObjectColumns(SchemaDefinition definition)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        DataViewSchema.Builder schema = new();
        foreach (SchemaDefinition.Column column in definition)
            schema.AddColumn(column.ColumnName ?? column.MemberName, column.ColumnType, column.Annotations);
        Schema = schema.ToSchema();
        _bindings = [.. definition.Select((column, index) => MemberBinding<TRow>.Create(column.MemberName, Schema[index].Name, Schema[index].Type))];
    }

    public DataViewSchema Schema { get; }

    /// <summary>The getter of a column of <see cref="Schema"/>, a <see cref="ValueGetter{TValue}"/> of its raw type, over the object in <paramref name="slot"/>.</summary>
    public Delegate GetterOf(int columnIndex, RowSlot<TRow> slot) => _bindings[columnIndex].GetterOf(slot);
}
