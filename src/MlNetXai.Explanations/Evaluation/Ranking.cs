namespace MlNetXai.Explanations.Evaluation;

/// <summary>Orders and ranks of a row's values, and the row's values as measures rank them.</summary>
internal static class Ranking
{
    /// <summary>Indices by falling value; ties: lower index first.</summary>
    public static int[] Descending<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>
    {
        T[] keys = values.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => keys[b].CompareTo(keys[a]) is var sign and not 0 ? sign : a.CompareTo(b));
        return order;
    }

    /// <summary>Ranks from 1, smallest first; equal values share the mean of their ranks.</summary>
    public static double[] AverageRanks(ReadOnlySpan<double> values)
    {
        double[] keys = values.ToArray(), ranks = new double[keys.Length];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => keys[a].CompareTo(keys[b]));
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && keys[order[end]] == keys[order[start]])
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
            start = end;
        }

        return ranks;
    }

    /// <summary>A map's values of one row in the row's shape, one value per step repeated over channels, magnitudes where the map asks for them.</summary>
    public static double[] Cells(SalienceMap map, int row, RowShape shape)
    {
        ReadOnlySpan<float> values = map.Values.Row(row);
        double[] cells = new double[shape.Length];
        int repeat = shape.Channels / map.Values.Channels;
        for (int i = 0; i < cells.Length; i++)
            cells[i] = map.View == SalienceView.Magnitude ? Math.Abs(values[i / repeat]) : values[i / repeat];
        return cells;
    }

    /// <summary>Throws unless a map has the rows and steps of a batch, and its channels or one.</summary>
    /// <exception cref="ShapeException">It has not.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite; map and row are named.</exception>
    public static void RequireFits(SalienceMap map, Batch batch)
    {
        if (map.Values.Rows != batch.Rows || map.Values.Steps != batch.Steps || (map.Values.Channels != batch.Channels && map.Values.Channels != 1))
        {
            throw new ShapeException(
                $"'{map.Name}' has {Rows(map.Values)} of {map.Values.Shape}, but is measured on {Rows(batch)} of {batch.Shape} (an attribution may have 1 channel instead). "
                + "Give the attribution of these very rows, of all of them and in their order.");

            static string Rows(Batch values) => values.Rows == 1 ? "1 row" : $"{values.Rows} rows";
        }

        map.Values.RequireFinite(map.Name);
    }
}
