namespace Microsoft.ML.Data;

public interface IMultiStreamSource
{
    System.IO.Stream Open(int index);
    System.IO.TextReader OpenTextReader(int index);
    string GetPathOrNull(int index);
    int Count { get; }
}
