namespace Microsoft.ML.Transforms;

public sealed class CustomMappingFactoryAttributeAttribute : Microsoft.ML.ExtensionBaseAttribute
{
    public CustomMappingFactoryAttributeAttribute(string contractName) => throw new System.NotImplementedException();
}
