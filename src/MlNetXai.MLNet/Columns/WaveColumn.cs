using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Columns;

/// <summary>Bounds of a beat's waves as a column: <c>Vector&lt;Single, 15&gt;</c>, <c>[wave, bound]</c>, in steps of the row; NaN for a wave that the beat lacks.</summary>
internal static class WaveColumn
{
    private const int Bounds = 3;

    // Bounds may lie outside of the row, but no beat is a million steps long.
    private const float Farthest = 1e6f;

    private static readonly string[] Waves = ["P", "Q", "R", "S", "T"];

    public static VectorDataViewType Type { get; } = new(NumberDataViewType.Single, Waves.Length * Bounds);

    public static DataViewSchema.Annotations Annotations =>
        ColumnAnnotations.WithSlots([.. Waves.SelectMany(wave => (IEnumerable<string>)[$"{wave} onset", $"{wave} peak", $"{wave} end"])]);

    /// <summary>A column of waves by its name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = InputColumns.Require(schema, name, "waves");
        return column.Type is VectorDataViewType { IsKnownSize: true } type && type.Size == Type.Size && type.ItemType.Equals(NumberDataViewType.Single)
            ? column
            : throw InputColumns.Mismatch(column, $"{Type}: onset, peak and end of {string.Join(", ", Waves)}", "SegmentBeats makes it from synthetic records; leave WavesColumnName out to cut all rows alike.", "waves");
    }

    /// <summary>Waves as values; those that bound no segment are left out.</summary>
    public static void Write(IEnumerable<WaveBounds> waves, ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, Type.Size);
        editor.Values.Fill(float.NaN);
        foreach (WaveBounds wave in waves)
        {
            int slot = Array.IndexOf(Waves, wave.Wave) * Bounds;
            if (slot >= 0)
                (editor.Values[slot], editor.Values[slot + 1], editor.Values[slot + 2]) = (wave.Onset, wave.Peak, wave.End);
        }

        value = editor.Commit();
    }

    /// <summary>Waves of values.</summary>
    /// <exception cref="ColumnValueException">Bounds of a wave are no steps in order, or some of them are missing.</exception>
    public static IReadOnlyList<WaveBounds> Read(ReadOnlySpan<float> values, string column, long row)
    {
        List<WaveBounds> waves = [];
        for (int wave = 0; wave < Waves.Length; wave++)
        {
            (float onset, float peak, float end) = (values[wave * Bounds], values[(wave * Bounds) + 1], values[(wave * Bounds) + 2]);
            if (float.IsNaN(onset) && float.IsNaN(peak) && float.IsNaN(end))
                continue;
            if (!(onset <= peak && peak <= end && onset >= -Farthest && end <= Farthest) || !float.IsInteger(onset) || !float.IsInteger(peak) || !float.IsInteger(end))
                throw new ColumnValueException(column, row, FormattableString.Invariant($"the {Waves[wave]} wave has onset {onset}, peak {peak} and end {end}; they must be whole steps in this order, or all NaN where the beat has no such wave."));
            waves.Add(new(Waves[wave], (int)onset, (int)peak, (int)end));
        }

        return waves;
    }
}
