namespace Microsoft.ML;

public interface IDataLoader<in TSource> : Microsoft.ML.ICanSaveModel
{
    Microsoft.ML.DataViewSchema GetOutputSchema();
    Microsoft.ML.IDataView Load(TSource input);
}
