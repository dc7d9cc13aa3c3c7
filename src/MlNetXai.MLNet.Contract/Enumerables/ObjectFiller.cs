namespace Microsoft.ML.Data;

/// <summary>Fills objects from the rows of a schema.</summary>
internal sealed class ObjectFiller<TRow>
    where TRow : class
{
    private readonly MemberBinding<TRow>[] _bindings;

    /// <param name="schema">Of the rows.</param>
    /// <param name="definition">Null for what the attributes of the class say.</param>
    /// <param name="ignoreMissingColumns">Whether members without a column keep their value; else they are an error.</param>
    public ObjectFiller(DataViewSchema schema, SchemaDefinition definition, bool ignoreMissingColumns)
    {
        List<DataViewSchema.Column> columns = [];
        List<MemberBinding<TRow>> bindings = [];
        foreach (SchemaDefinition.Column member in definition ?? SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Write))
        {
            string name = member.ColumnName ?? member.MemberName;
            if (schema.GetColumnOrNull(name) is { } column)
            {
                columns.Add(column);
                bindings.Add(MemberBinding<TRow>.Create(member.MemberName, name, column.Type));
            }
            else if (!ignoreMissingColumns)
            {
                throw Messages.MemberColumnMissing(name);
            }
        }
        (Columns, _bindings) = (columns, [.. bindings]);
    }

    /// <summary>The columns that are read; they must be active in the rows.</summary>
    public IReadOnlyList<DataViewSchema.Column> Columns { get; }

    /// <summary>A function that sets the members of an object from the current row; made once per cursor.</summary>
    public Action<TRow> Bind(DataViewRow row)
    {
        Action<TRow>[] setters = [.. _bindings.Select((binding, index) => binding.SetterFrom(row, Columns[index]))];
        return target =>
        {
            foreach (Action<TRow> setter in setters)
                setter(target);
        };
    }
}
