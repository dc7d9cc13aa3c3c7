namespace Microsoft.ML;

/// <summary>A step that learns from data, or needs nothing from it, and gives the transformer that does the work.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    TTransformer Fit(IDataView input);

    /// <summary>Promises what the fitted transformer's schema will be, sizes excepted.</summary>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
