namespace Microsoft.ML;

public interface ITransformer : Microsoft.ML.ICanSaveModel
{
    Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(Microsoft.ML.DataViewSchema inputSchema);
    Microsoft.ML.DataViewSchema GetOutputSchema(Microsoft.ML.DataViewSchema inputSchema);
    Microsoft.ML.IDataView Transform(Microsoft.ML.IDataView input);
    bool IsRowToRowMapper { get; }
}
