namespace Microsoft.ML;

public interface ICanSaveModel
{
    void Save(Microsoft.ML.ModelSaveContext ctx);
}
