using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="ColumnSelectingEstimator"/>.</summary>
/// <remarks>
/// Dropping a name drops hidden columns of that name too, and keeps other hidden ones; selecting keeps the given order,
/// and hidden columns of the given names only if asked.
/// </remarks>
public sealed class ColumnSelectingTransformer : ITransformer
{
    private readonly bool _keepHidden;

    private ColumnSelectingTransformer(string[] names, bool drops, bool keepHidden)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(names));
        (Names, Drops, _keepHidden) = ([.. names.Distinct(StringComparer.Ordinal)], drops, keepHidden);
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal IReadOnlyList<string> Names { get; }

    /// <summary>Whether the names are those to leave out.</summary>
    internal bool Drops { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RowMapView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.Write(new JsonObject
        {
            [ModelKinds.Kind] = Drops ? ModelKinds.DropColumns : ModelKinds.SelectColumns,
            ["columns"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]),
            ["keepHidden"] = _keepHidden,
        });
    }

    internal static ColumnSelectingTransformer Drop(string[] names) => new(names, drops: true, keepHidden: true);

    internal static ColumnSelectingTransformer Keep(string[] names, bool keepHidden) => new(names, drops: false, keepHidden);

    internal static ColumnSelectingTransformer FromModel(JsonObject model) => new(
        [.. model.Member("columns").Items().Select(name => name.Read<string>())],
        string.Equals(model.Member(ModelKinds.Kind).Read<string>(), ModelKinds.DropColumns, StringComparison.Ordinal),
        model.Member("keepHidden").Read<bool>());

    private RowMap Bind(DataViewSchema inputSchema)
    {
        foreach (string name in Names)
            _ = inputSchema.RequireInput(name);

        IEnumerable<DataViewSchema.Column> kept = Drops
            ? inputSchema.Where(column => !Names.Contains(column.Name, StringComparer.Ordinal))
            : Names.SelectMany(name => inputSchema.Where(column => string.Equals(column.Name, name, StringComparison.Ordinal) && (_keepHidden || !column.IsHidden)));
        return RowMap.Select(inputSchema, kept.Select(column => column.Index));
    }
}
