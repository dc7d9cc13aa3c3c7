namespace Microsoft.ML.Data;

/// <summary>Writes the stored items of a <see cref="VBuffer{T}"/>; <see cref="Commit"/> gives the buffer.</summary>
public readonly ref struct VBufferEditor<T>
{
    /// <summary>The items to store; old content until written.</summary>
    public readonly Span<T> Values;

    /// <summary>Their indices, to be filled strictly increasing; empty when all items are stored.</summary>
    public readonly Span<int> Indices;

    private readonly int _logicalLength;
    private readonly T[] _values;
    private readonly int[] _indices;

    internal VBufferEditor(int logicalLength, int count, T[] values, int[] indices, bool withIndices, bool createdNewValues, bool createdNewIndices)
    {
        (_logicalLength, _values, _indices) = (logicalLength, values, indices);
        Values = values.AsSpan(0, count);
        Indices = withIndices ? indices.AsSpan(0, count) : default;
        (CreatedNewValues, CreatedNewIndices) = (createdNewValues, createdNewIndices);
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_logicalLength, Values.Length, _values, _indices);

    /// <summary>As <see cref="Commit"/>, with only the first <paramref name="physicalValuesCount"/> items stored.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if (physicalValuesCount < 0 || physicalValuesCount > Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount));
        return new(_logicalLength, physicalValuesCount, _values, _indices);
    }
}
