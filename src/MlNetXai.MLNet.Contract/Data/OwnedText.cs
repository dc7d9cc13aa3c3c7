namespace Microsoft.ML.Data;

/// <summary>Keeps text beyond its row: the memory behind it may be its source's, which writes the next row there.</summary>
internal static class OwnedText
{
    /// <summary>A value that nobody changes later. Whole strings are not copied.</summary>
    public static T Of<T>(T value)
    {
        if (value is ReadOnlyMemory<char> text)
            return (T)(object)text.ToString().AsMemory();
        if (value is VBuffer<ReadOnlyMemory<char>> texts)
        {
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.CreateFromBuffer(ref texts);
            foreach (ref ReadOnlyMemory<char> item in editor.Values)
                item = item.ToString().AsMemory();
        }

        return value;
    }
}
