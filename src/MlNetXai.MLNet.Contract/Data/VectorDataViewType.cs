using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>A vector of items of one type, with dimensions; a dimension of 0 is unknown, and then the size is.</summary>
/// <remarks>The size is a promise that nobody checks: values of another length pass through views unseen.</remarks>
public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size))
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions is null ? default : ImmutableArray.Create(dimensions))
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(RawTypeOf(itemType))
    {
        if (dimensions.IsDefaultOrEmpty)
            throw new ArgumentOutOfRangeException(nameof(dimensions), "A vector has at least one dimension; 0 stands for an unknown one.");
        if (dimensions.Any(d => d < 0))
            throw new ArgumentOutOfRangeException(nameof(dimensions), $"Dimensions must not be negative, got {string.Join(", ", dimensions)}.");

        ItemType = itemType;
        Dimensions = dimensions;
        Size = SizeOf(dimensions);
    }

    public PrimitiveDataViewType ItemType { get; }

    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The product of the dimensions, 0 when one of them is unknown.</summary>
    public int Size { get; }

    public bool IsKnownSize => Size > 0;

    public override bool Equals(DataViewType other) =>
        other is VectorDataViewType vector && vector.ItemType.Equals(ItemType) && vector.Dimensions.SequenceEqual(Dimensions);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(ItemType);
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    public override string ToString() => Dimensions is [0]
        ? $"Vector<{ItemType}>"
        : $"Vector<{ItemType}, {string.Join(", ", Dimensions.Select(d => d == 0 ? "*" : $"{d}"))}>";

    private static Type RawTypeOf(PrimitiveDataViewType itemType)
    {
        ArgumentNullException.ThrowIfNull(itemType);
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }

    private static int SizeOf(ImmutableArray<int> dimensions)
    {
        if (dimensions.Contains(0))
            return 0;
        long size = 1;
        foreach (int dimension in dimensions)
        {
            size *= dimension;
            if (size > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(dimensions), $"The product of {string.Join(", ", dimensions)} exceeds {int.MaxValue} items.");
        }
        return (int)size;
    }
}
