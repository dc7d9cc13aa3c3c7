using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Vector values as spans.</summary>
internal static class VectorValues
{
    /// <summary>All values of a vector: its own memory where it is dense, else <paramref name="memory"/>, grown as needed.</summary>
    public static ReadOnlySpan<T> Dense<T>(this in VBuffer<T> vector, ref T[] memory)
    {
        if (vector.IsDense)
            return vector.GetValues();
        if (memory.Length < vector.Length)
            memory = new T[vector.Length];
        Span<T> values = memory.AsSpan(0, vector.Length);
        vector.CopyTo(values);
        return values;
    }

    /// <summary>All values of a vector, as text.</summary>
    public static string[] Texts(this in VBuffer<ReadOnlyMemory<char>> vector)
    {
        string[] texts = new string[vector.Length];
        int i = 0;
        foreach (ReadOnlyMemory<char> value in vector.DenseValues())
            texts[i++] = value.ToString();
        return texts;
    }
}
