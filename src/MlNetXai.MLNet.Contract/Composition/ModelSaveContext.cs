namespace Microsoft.ML;

public sealed class ModelSaveContext : System.IDisposable
{
    public void Dispose() => throw new System.NotImplementedException();
}
