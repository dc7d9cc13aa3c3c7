using System.Text.Json.Nodes;

namespace Microsoft.ML;

/// <summary>Takes what one transformer puts into a model file.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private JsonObject _node;

    private ModelSaveContext()
    {
    }

    /// <summary>What a transformer writes of itself, or the stock transformer that it hands its place to.</summary>
    /// <exception cref="InvalidOperationException">It wrote nothing, or more than once.</exception>
    internal static JsonObject Collect(ICanSaveModel model)
    {
        using var context = new ModelSaveContext();
        model.Save(context);
        return context._node ?? throw new InvalidOperationException(
            $"ModelSignature not specified! {model.GetType()} wrote nothing: its Save must hand over to the Save of a stock transformer, once.");
    }

    internal void Write(JsonObject node) => _node = _node is null
        ? node
        : throw new InvalidOperationException("A transformer has one place in the model file: hand over to one stock transformer, or to a chain of several.");

    public void Dispose()
    {
    }
}
