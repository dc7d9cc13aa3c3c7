namespace Microsoft.ML.Transforms;

public abstract class CustomMappingFactory<TSrc, TDst> where TSrc : class, new() where TDst : class, new()
{
    protected CustomMappingFactory() => throw new System.NotImplementedException();
    public abstract System.Action<TSrc, TDst> GetMapping();
}
