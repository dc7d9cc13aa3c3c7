namespace MlNetXai;

/// <summary>One array of an npz archive.</summary>
/// <param name="shape">Length of each axis; none for a single value.</param>
/// <param name="values">All values in C order (last axis fastest): <c>float[]</c>, <c>double[]</c>, <c>int[]</c>, <c>long[]</c> or <c>string[]</c>.</param>
public sealed class NpzArray(int[] shape, Array values)
{
    /// <summary>Length of each axis; empty for a single value.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>All values in C order: <c>float[]</c>, <c>double[]</c>, <c>int[]</c>, <c>long[]</c> or <c>string[]</c>.</summary>
    public Array Values { get; } = values;

    /// <summary>The values, if they are of type <typeparamref name="T"/>.</summary>
    /// <exception cref="MlNetXaiException">They are of another type.</exception>
    public T[] As<T>() =>
        Values as T[]
        ?? throw new MlNetXaiException($"The array holds {Values.GetType().GetElementType()!.Name} values, not {typeof(T).Name}. Read it as what it is.");
}
