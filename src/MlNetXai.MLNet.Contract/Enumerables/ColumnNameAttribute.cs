namespace Microsoft.ML.Data;

public sealed class ColumnNameAttribute : System.Attribute
{
    public ColumnNameAttribute(string name) => throw new System.NotImplementedException();
}
