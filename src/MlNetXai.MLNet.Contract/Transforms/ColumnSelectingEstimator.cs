namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.ColumnSelectingTransformer>
{
    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
