namespace Microsoft.ML.Data;

public sealed class NoColumnAttribute : System.Attribute
{
    public NoColumnAttribute() => throw new System.NotImplementedException();
}
