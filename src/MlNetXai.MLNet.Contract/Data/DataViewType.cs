namespace Microsoft.ML.Data;

/// <summary>The type of a column: what its values are, and the .NET type that holds one.</summary>
/// <remarks>Types are equal by value: two vectors of the same items and dimensions are the same type.</remarks>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    /// <summary>The .NET type that a getter of such a column fills.</summary>
    public Type RawType { get; }

    public abstract bool Equals(DataViewType other);

    public override bool Equals(object obj) => obj is DataViewType other && Equals(other);

    // Equal types hold equal raw types, so this suits every subclass, those of callers included.
    public override int GetHashCode() => RawType.GetHashCode();
}
