namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : System.Collections.IEnumerable
{
    public VBuffer(int length, T[] values, int[] indices = null) => throw new System.NotImplementedException();
    public VBuffer(int length, int count, T[] values, int[] indices) => throw new System.NotImplementedException();
    public readonly int Length;
    public System.Collections.Generic.IEnumerable<System.Collections.Generic.KeyValuePair<int, T>> Items(bool all = false) => throw new System.NotImplementedException();
    public System.Collections.Generic.IEnumerable<T> DenseValues() => throw new System.NotImplementedException();
    public System.Collections.IEnumerator GetEnumerator() => throw new System.NotImplementedException();
    public System.ReadOnlySpan<T> GetValues() => throw new System.NotImplementedException();
    public System.ReadOnlySpan<int> GetIndices() => throw new System.NotImplementedException();
    public T GetItemOrDefault(int index) => throw new System.NotImplementedException();
    public static void Copy(T[] source, int sourceIndex, ref Microsoft.ML.Data.VBuffer<T> destination, int length) => throw new System.NotImplementedException();
    public void CopyTo(System.Span<T> destination) => throw new System.NotImplementedException();
    public void CopyTo(System.Span<T> destination, int destinationIndex, T defaultValue = default) => throw new System.NotImplementedException();
    public void CopyTo(ref Microsoft.ML.Data.VBuffer<T> destination) => throw new System.NotImplementedException();
    public void CopyTo(ref Microsoft.ML.Data.VBuffer<T> destination, int sourceIndex, int length) => throw new System.NotImplementedException();
    public void CopyToDense(ref Microsoft.ML.Data.VBuffer<T> destination) => throw new System.NotImplementedException();
    public void GetItemOrDefault(int index, ref T destination) => throw new System.NotImplementedException();
    public bool IsDense { get => throw new System.NotImplementedException(); }
}
