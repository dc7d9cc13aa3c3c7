namespace Microsoft.ML.Data;

/// <summary>Marks an unsigned integer as a key, counted from 0 in the class and from 1 in the view.</summary>
/// <remarks>A value of <c>count</c> or more becomes the missing key.</remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>As many keys as the member's type can hold.</summary>
    public KeyTypeAttribute()
    {
    }

    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong? Count { get; }
}
