using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Steps that add columns to each row, computed from columns of the same row.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase()
    {
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>Checks the schema now and computes rows when they are read.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new RowMapView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => ctx.Write(ToModel());

    /// <summary>The step on rows of that schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of a wrong type.</exception>
    private protected abstract RowMap Bind(DataViewSchema inputSchema);

    /// <summary>What a model file holds of this step; read again by the reader of its kind.</summary>
    private protected abstract JsonObject ToModel();
}
