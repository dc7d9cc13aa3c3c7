namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : Microsoft.ML.IEstimator<Microsoft.ML.Data.ColumnConcatenatingTransformer>
{
    public Microsoft.ML.Data.ColumnConcatenatingTransformer Fit(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public Microsoft.ML.SchemaShape GetOutputSchema(Microsoft.ML.SchemaShape inputSchema) => throw new System.NotImplementedException();
}
