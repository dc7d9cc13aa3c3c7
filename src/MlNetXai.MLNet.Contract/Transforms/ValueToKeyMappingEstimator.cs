namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : Microsoft.ML.IEstimator<Microsoft.ML.Transforms.ValueToKeyMappingTransformer>
{
    public Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.Transforms.ValueToKeyMappingTransformer Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }
}
