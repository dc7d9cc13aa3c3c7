namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.CustomMappingTransformer<TSrc, TDst>> where TSrc : class, new() where TDst : class, new()
{
    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
