namespace Microsoft.ML.Runtime;

public sealed class ComponentCatalog
{
    public void RegisterAssembly(System.Reflection.Assembly assembly, bool throwOnError = true) => throw new System.NotImplementedException();
}
