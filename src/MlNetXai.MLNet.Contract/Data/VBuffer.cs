using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>The value of a vector column, dense or sparse, with arrays that its holder may fill again.</summary>
/// <remarks>
/// Dense exactly when all <see cref="Length"/> items are stored, else sparse: stored items with strictly increasing indices, the others default.
/// A buffer passed by reference owns its arrays: writers use <see cref="VBufferEditor"/> and not a new buffer per row,
/// and whoever keeps a value beyond the next call of its getter copies it.
/// </remarks>
public readonly struct VBuffer<T> : IEnumerable
{
    public readonly int Length;

    private readonly int _count;
    private readonly T[] _values;
    private readonly int[] _indices;

    /// <summary>Dense without <paramref name="indices"/>, else sparse with one index per value.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, indices is null ? length : values?.Length ?? 0, values, indices)
    {
    }

    /// <param name="length">Number of items, stored or not.</param>
    /// <param name="count">Number of stored items; equal to <paramref name="length"/> makes the buffer dense and drops the indices.</param>
    /// <param name="values">At least <paramref name="count"/> items; not copied.</param>
    /// <param name="indices">At least <paramref name="count"/> strictly increasing ones, which is not checked; not copied.</param>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Require(length >= 0, nameof(length));
        Require(count >= 0 && count <= length, nameof(count));
        Require(count <= (values?.Length ?? 0), nameof(values));
        Require(count == length || count <= (indices?.Length ?? 0), nameof(indices));

        (Length, _count, _values, _indices) = (length, count, values, indices);
    }

    public bool IsDense => _count == Length;

    internal T[] ValuesArray => _values;

    // Kept for dense buffers too: a later sparse value uses the array again.
    internal int[] IndicesArray => _indices;

    /// <summary>The stored items: all of a dense buffer, only those with an index of a sparse one.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The indices of the stored items; empty for a dense buffer.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>The items with their indices, stored ones or <paramref name="all"/>.</summary>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (IsDense || !all)
        {
            for (int stored = 0; stored < _count; stored++)
                yield return new(IsDense ? stored : _indices[stored], _values[stored]);
            yield break;
        }

        int index = 0;
        foreach (T value in DenseValues())
            yield return new(index++, value);
    }

    public IEnumerable<T> DenseValues()
    {
        int stored = 0;
        for (int index = 0; index < Length; index++)
        {
            if (IsDense || (stored < _count && _indices[stored] == index))
                yield return _values[stored++];
            else
                yield return default;
        }
    }

    /// <summary>Enumerates <see cref="DenseValues"/>, boxed.</summary>
    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public T GetItemOrDefault(int index)
    {
        Require((uint)index < (uint)Length, nameof(index));
        int stored = IsDense ? index : Array.BinarySearch(_indices ?? [], 0, _count, index);
        return stored >= 0 ? _values[stored] : default;
    }

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>Copies into <paramref name="destination"/>, which uses its arrays again where they suffice.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Copies <paramref name="length"/> items from <paramref name="sourceIndex"/> on; a sparse buffer stays sparse.</summary>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Require(sourceIndex >= 0 && sourceIndex <= Length, nameof(sourceIndex));
        Require(length >= 0 && length <= Length - sourceIndex, nameof(length));

        int first = StoredBefore(sourceIndex), count = StoredBefore(sourceIndex + length) - first;
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, count);
        GetValues().Slice(first, count).CopyTo(editor.Values);
        for (int stored = 0; stored < editor.Indices.Length; stored++)
            editor.Indices[stored] = _indices[first + stored] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Copies all items, stored or not, to the front of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Copies all items to <paramref name="destination"/>, from <paramref name="destinationIndex"/> on.</summary>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), $"{Length} items do not fit into {destination.Length} from {destinationIndex} on.");

        destination = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(destination);
            return;
        }

        destination.Fill(defaultValue);
        for (int stored = 0; stored < _count; stored++)
            destination[_indices[stored]] = _values[stored];
    }

    /// <summary>Copies a part of an array into a dense buffer.</summary>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        if (length > 0)
            source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public override string ToString() => IsDense
        ? $"Dense vector of size {Length}"
        : $"Sparse vector of size {Length}, {_count} explicit values";

    private static void Require(bool holds, string parameter)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(parameter);
    }

    // Number of stored items with an index below the given one.
    private int StoredBefore(int index)
    {
        if (IsDense)
            return index;
        int found = Array.BinarySearch(_indices ?? [], 0, _count, index);
        return found >= 0 ? found : ~found;
    }
}
