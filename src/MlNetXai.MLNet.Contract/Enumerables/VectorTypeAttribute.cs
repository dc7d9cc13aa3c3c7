namespace Microsoft.ML.Data;

public sealed class VectorTypeAttribute : System.Attribute
{
    public VectorTypeAttribute() => throw new System.NotImplementedException();
    public VectorTypeAttribute(int size) => throw new System.NotImplementedException();
    public VectorTypeAttribute(params int[] dimensions) => throw new System.NotImplementedException();
}
