namespace Microsoft.ML.Data;

public sealed class KeyTypeAttribute : System.Attribute
{
    public KeyTypeAttribute() => throw new System.NotImplementedException();
    public KeyTypeAttribute(ulong count) => throw new System.NotImplementedException();
}
