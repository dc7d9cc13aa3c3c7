namespace Microsoft.ML.Data;

public readonly ref struct VBufferEditor<T>
{
    public readonly System.Span<T> Values;
    public readonly System.Span<int> Indices;
    public Microsoft.ML.Data.VBuffer<T> Commit() => throw new System.NotImplementedException();
    public Microsoft.ML.Data.VBuffer<T> CommitTruncated(int physicalValuesCount) => throw new System.NotImplementedException();
    public bool CreatedNewIndices { get => throw new System.NotImplementedException(); }
    public bool CreatedNewValues { get => throw new System.NotImplementedException(); }
}
