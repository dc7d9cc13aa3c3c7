namespace Microsoft.ML;

public abstract class ExtensionBaseAttribute : System.Attribute
{
    public string ContractName { get => throw new System.NotImplementedException(); }
}
