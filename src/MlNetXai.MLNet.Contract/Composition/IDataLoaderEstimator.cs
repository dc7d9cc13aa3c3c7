namespace Microsoft.ML;

public interface IDataLoaderEstimator<in TSource, out TLoader> where TLoader : Microsoft.ML.IDataLoader<TSource>
{
    Microsoft.ML.SchemaShape GetOutputSchema();
    TLoader Fit(TSource input);
}
