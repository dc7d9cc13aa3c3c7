namespace Microsoft.ML.Data;

/// <summary>One of <see cref="Count"/> known values, held as an unsigned integer: 1 … Count in the view, 0 is missing.</summary>
/// <remarks>Its text form and the members of classes count from 0, so that writing and reading a class differ by one.</remarks>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        if (!IsValidDataType(type))
            throw new ArgumentOutOfRangeException(nameof(type), $"A key is held by an unsigned integer (Byte, UInt16, UInt32, UInt64), not by {type}.");
        if (count == 0 || count > Largest(type))
            throw new ArgumentOutOfRangeException(nameof(count), $"The count of a key held by {type.Name} lies in 1 … {Largest(type)}, got {count}.");
        Count = count;
    }

    public KeyDataViewType(Type type, int count)
        : this(type, (ulong)Math.Max(count, 0))
    {
    }

    /// <summary>How many values there are, without the missing one.</summary>
    public ulong Count { get; }

    public static bool IsValidDataType(Type type) =>
        type == typeof(byte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    public override bool Equals(DataViewType other) => other is KeyDataViewType key && key.RawType == RawType && key.Count == Count;

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => $"Key<{RawType.Name}, 0-{Count - 1}>";

    /// <summary>The largest value that <paramref name="type"/>, an unsigned integer, can hold.</summary>
    internal static ulong Largest(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };
}
