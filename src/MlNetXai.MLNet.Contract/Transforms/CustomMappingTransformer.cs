namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : Microsoft.ML.ICanSaveModel, Microsoft.ML.ITransformer where TSrc : class, new() where TDst : class, new()
{
    public Microsoft.ML.DataViewSchema GetOutputSchema(Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView Transform(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    void Microsoft.ML.ICanSaveModel.Save(Microsoft.ML.ModelSaveContext ctx) => throw new System.NotImplementedException();
    bool Microsoft.ML.ITransformer.IsRowToRowMapper => throw new System.NotImplementedException();
    Microsoft.ML.Data.IRowToRowMapper Microsoft.ML.ITransformer.GetRowToRowMapper(Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
}
