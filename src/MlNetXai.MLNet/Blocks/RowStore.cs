namespace MlNetXai.MLNet.Blocks;

/// <summary>Rows of one shape that grow in number, contiguous.</summary>
internal sealed class RowStore(RowShape shape, long? expected = null)
{
    private float[] _values = new float[Math.Clamp(expected ?? 256, 1, Array.MaxLength / Math.Max(shape.Length, 1)) * shape.Length];

    public int Count { get; private set; }

    /// <summary>Room for one more row, to be overwritten.</summary>
    /// <exception cref="MlNetXaiException">There are too many rows for one array.</exception>
    public Span<float> Add()
    {
        long needed = (Count + 1L) * shape.Length;
        if (needed > Array.MaxLength)
            throw new MlNetXaiException($"The data have more than {Count} rows of {shape}, too many to hold in memory at once. Take fewer (TakeRows, or a part of the patients).");
        if (needed > _values.Length)
            Array.Resize(ref _values, (int)Math.Min(Math.Max(2L * _values.Length, needed), Array.MaxLength / shape.Length * (long)shape.Length));
        return _values.AsSpan(Count++ * shape.Length, shape.Length);
    }

    /// <summary>All rows, <c>[row, step, channel]</c>, without copying.</summary>
    public Batch ToBatch() => new(Count, shape.Steps, shape.Channels, _values.AsMemory(0, Count * shape.Length));
}
