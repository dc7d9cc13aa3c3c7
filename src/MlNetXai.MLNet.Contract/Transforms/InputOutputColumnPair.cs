namespace Microsoft.ML;

public sealed class InputOutputColumnPair
{
    public InputOutputColumnPair(string outputColumnName, string inputColumnName = null) => throw new System.NotImplementedException();
    public string InputColumnName { get => throw new System.NotImplementedException(); }
    public string OutputColumnName { get => throw new System.NotImplementedException(); }
}
