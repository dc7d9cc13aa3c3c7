namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : Microsoft.ML.Data.TrivialEstimator<Microsoft.ML.Transforms.ColumnCopyingTransformer>
{
    public override Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
