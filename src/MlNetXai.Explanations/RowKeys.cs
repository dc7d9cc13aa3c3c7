using System.Runtime.InteropServices;

namespace MlNetXai.Explanations;

/// <summary>Numbers that name rows, so that what is drawn for a row does not depend on its place in a batch.</summary>
public static class RowKeys
{
    /// <summary>Keys from the rows' values (FNV-1a over their bits, without padding): the same row has the same key in any batch.</summary>
    public static uint[] Of(Batch batch)
    {
        uint[] keys = new uint[batch.Rows];
        for (int row = 0; row < keys.Length; row++)
        {
            uint hash = 2166136261;
            foreach (byte octet in MemoryMarshal.AsBytes(batch.Row(row)[..(batch.LengthOf(row) * batch.Channels)]))
                hash = (hash ^ octet) * 16777619;
            keys[row] = hash;
        }

        return keys;
    }
}
