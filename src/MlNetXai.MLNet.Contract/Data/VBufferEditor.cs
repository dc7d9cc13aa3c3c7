namespace Microsoft.ML.Data;

/// <summary>Makes editors, which write a <see cref="VBuffer{T}"/> into the arrays that it already owns.</summary>
public static class VBufferEditor
{
    /// <summary>An editor with the size and content of <paramref name="destination"/>.</summary>
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) =>
        new(destination.Length, destination.GetValues().Length, destination.ValuesArray, destination.IndicesArray, !destination.IsDense, false, false);

    /// <summary>An editor for a buffer of another size; <paramref name="destination"/> itself changes only when the committed buffer is assigned to it.</summary>
    /// <param name="destination">Gives its arrays, as far as they are long enough.</param>
    /// <param name="newLogicalLength">Number of items, stored or not.</param>
    /// <param name="valuesCount">Number of stored items; null for all.</param>
    /// <param name="maxValuesCapacity">Bound of the growth of the arrays; null for <paramref name="newLogicalLength"/>.</param>
    /// <param name="keepOldOnResize">Whether a grown array starts with the old content.</param>
    /// <param name="requireIndicesOnDense">Whether there are indices even when all items are stored.</param>
    public static VBufferEditor<T> Create<T>(
        ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null, int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        int count = valuesCount ?? newLogicalLength;
        ArgumentOutOfRangeException.ThrowIfNegative(newLogicalLength);
        if (count < 0 || count > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount));

        int capacity = Math.Max(count, maxValuesCapacity ?? newLogicalLength);
        T[] values = destination.ValuesArray;
        bool newValues = Grow(ref values, count, capacity, keepOldOnResize);

        int[] indices = destination.IndicesArray;
        bool withIndices = count < newLogicalLength || requireIndicesOnDense;
        bool newIndices = withIndices && Grow(ref indices, count, capacity, keepOldOnResize);
        return new(newLogicalLength, count, values, indices, withIndices, newValues, newIndices);
    }

    // Doubles, so that a value which grows row by row is not copied at each.
    private static bool Grow<TItem>(ref TItem[] array, int count, int capacity, bool keepOld)
    {
        int old = array?.Length ?? 0;
        if (count <= old)
            return false;

        var grown = new TItem[(int)Math.Clamp(2L * old, count, capacity)];
        if (keepOld)
            array?.CopyTo(grown, 0);
        array = grown;
        return true;
    }
}
