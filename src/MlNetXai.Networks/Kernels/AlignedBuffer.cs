namespace MlNetXai.Networks.Kernels;

/// <summary>Floats that start at a cache line and do not move: a vector load never straddles two lines.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private readonly float[] _array;
    private readonly int _offset;

    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<float>(checked(length + (Alignment / sizeof(float))), pinned: true);
        fixed (float* start = _array)
            _offset = (int)((Alignment - ((nint)start % Alignment)) % Alignment) / sizeof(float);
        Length = length;
    }

    public int Length { get; }

    /// <summary>The next length that ends at a cache line.</summary>
    public static int RoundUp(int length) => checked(length + (Alignment / sizeof(float)) - 1) & -(Alignment / sizeof(float));

    public Memory<float> Memory => _array.AsMemory(_offset, Length);

    public Span<float> Span => _array.AsSpan(_offset, Length);

    /// <summary>Valid as long as this object is alive (the array is on the pinned heap).</summary>
    public float* Pointer
    {
        get
        {
            fixed (float* start = _array)
                return start + _offset;
        }
    }
}
