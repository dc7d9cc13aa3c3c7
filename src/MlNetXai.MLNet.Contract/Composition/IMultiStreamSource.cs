namespace Microsoft.ML.Data;

/// <summary>Several streams, usually files, that a loader reads as one set of rows.</summary>
public interface IMultiStreamSource
{
    int Count { get; }

    string GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}
