namespace Microsoft.ML.Data;

/// <summary>A type whose values own nothing and can be copied by assignment; only such types are items of vectors.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
            throw new ArgumentOutOfRangeException(nameof(rawType), $"A primitive type must not be disposable, got {rawType}.");
    }
}
