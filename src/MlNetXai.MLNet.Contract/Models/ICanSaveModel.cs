namespace Microsoft.ML;

/// <summary>What can put itself into a model file.</summary>
public interface ICanSaveModel
{
    void Save(ModelSaveContext ctx);
}
