namespace Microsoft.ML;

public static class DataLoaderExtensions
{
    public static Microsoft.ML.IDataView Load(this Microsoft.ML.IDataLoader<Microsoft.ML.Data.IMultiStreamSource> loader, params string[] path) => throw new System.NotImplementedException();
}
