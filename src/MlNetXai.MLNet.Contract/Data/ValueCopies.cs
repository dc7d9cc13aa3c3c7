namespace Microsoft.ML.Data;

/// <summary>Copies a value so that the copy shares no memory that its holder may fill again.</summary>
internal delegate void ValueCopy<T>(in T source, ref T destination);

/// <summary>Makes copiers: vectors are copied item by item, everything else by assignment.</summary>
internal static class ValueCopies
{
    public static ValueCopy<T> Of<T>() => typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>)
        ? (ValueCopy<T>)RawTypes.Invoke(typeof(T).GetGenericArguments()[0], new VectorCopy())
        : (in T source, ref T destination) => destination = source;

    private sealed class VectorCopy : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>() => (ValueCopy<VBuffer<T>>)((in VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination));
    }
}
