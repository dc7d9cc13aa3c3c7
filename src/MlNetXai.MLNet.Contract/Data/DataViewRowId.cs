namespace Microsoft.ML.Data;

/// <summary>The identity of a row, 128 bits: it stays with the row when rows are re-ordered or left out.</summary>
/// <remarks>Equal inputs give equal ids on every machine; the bits themselves mean nothing.</remarks>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high) => (Low, High) = (low, high);

    /// <summary>An id made of two; the order matters.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        ulong low = Mix(Low + 0x9E3779B97F4A7C15) ^ other.Low, high = Mix(High + 0xD1B54A32D192ED03) ^ other.High;
        low = Mix(low + ulong.RotateLeft(high, 31));
        high = Mix(high + ulong.RotateLeft(low, 27));
        return new(low + high, high + ulong.RotateLeft(low, 17));
    }

    /// <summary>The id of the first of several rows made from this one; the others are its successors by <see cref="Next"/>.</summary>
    public DataViewRowId Fork() => Combine(new(0x8E9D5A1B3C7F2E64, 0x2545F4914F6CDD1D));

    /// <summary>The id after this one among rows made from one.</summary>
    public DataViewRowId Next() => Combine(new(0xA0761D6478BD642F, 0xE7037ED1A0B428DB));

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public int CompareTo(DataViewRowId other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public override string ToString() => $"{High:x16}{Low:x16}";

    // A bijection of 64 bits in which every input bit moves about half of the output bits.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
