namespace MlNetXai.Explanations.Evaluation;

/// <summary>Rows of a batch with some of their values deleted.</summary>
internal sealed class Deletion(DeletionOptions options, Batch batch)
{
    private readonly Batch _baselines = options.Baseline.For(batch);
    private readonly bool[] _kept = new bool[batch.Shape.Length];

    /// <summary>Cells of a row that hold data, by falling value of a map; ties: lower index first.</summary>
    public int[] Order(SalienceMap map, int row) => Ranking.Descending(Ranking.Cells(map, row, batch.Shape).AsSpan(0, batch.LengthOf(row) * batch.Channels));

    /// <summary>Writes a row without some cells, or with nothing but them; padding stays as it is.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="keep">Whether these are kept, and all others deleted.</param>
    /// <param name="changed">Overwritten, <c>[step, channel]</c>.</param>
    public void Write(int row, ReadOnlySpan<int> cells, bool keep, Span<float> changed)
    {
        int length = batch.LengthOf(row) * batch.Channels;
        _kept.AsSpan(0, length).Fill(!keep);
        foreach (int cell in cells)
            _kept[cell] = keep;

        ReadOnlySpan<float> baseline = _baselines.Row(row);
        batch.Row(row).CopyTo(changed);
        for (int cell = 0; cell < length; cell++)
        {
            if (!_kept[cell])
                changed[cell] = baseline[cell];
        }

        for (int channel = 0; options.Fill == DeletionFill.Interpolation && channel < batch.Channels; channel++)
            Interpolate(changed, channel, length);
    }

    private void Interpolate(Span<float> changed, int channel, int length)
    {
        int step = batch.Channels, before = -1;
        for (int cell = channel; cell < length + step; cell += step)
        {
            bool ends = cell >= length;
            if (!ends && !_kept[cell])
                continue;
            if (ends && before < 0)
                return;
            for (int between = before < 0 ? channel : before + step; between < cell && between < length; between += step)
            {
                double place = before < 0 ? 1 : ends ? 0 : (between - before) / (double)(cell - before);
                changed[between] = (float)(((1 - place) * (before < 0 ? 0 : changed[before])) + (place * (ends ? 0 : changed[cell])));
            }

            before = cell;
        }
    }
}
