namespace Microsoft.ML.Data;

public sealed class MultiFileSource : Microsoft.ML.Data.IMultiStreamSource
{
    public MultiFileSource(params string[] paths) => throw new System.NotImplementedException();
    public System.IO.Stream Open(int index) => throw new System.NotImplementedException();
    public System.IO.TextReader OpenTextReader(int index) => throw new System.NotImplementedException();
    public string GetPathOrNull(int index) => throw new System.NotImplementedException();
    public int Count { get => throw new System.NotImplementedException(); }
}
