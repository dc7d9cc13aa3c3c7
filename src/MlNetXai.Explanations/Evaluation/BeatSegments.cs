namespace MlNetXai.Explanations.Evaluation;

/// <summary>Bounds of a wave in a row.</summary>
/// <param name="Wave">Name: P, Q, R, S or T; others (a pacing spike) bound no segment.</param>
/// <param name="Onset">First step.</param>
/// <param name="Peak">Step of its largest deflection.</param>
/// <param name="End">Step behind the last.</param>
public readonly record struct WaveBounds(string Wave, int Onset, int Peak, int End);

/// <summary>What a segment's value is.</summary>
public enum SegmentQuantity
{
    /// <summary>Mean over the segment's steps and channels. Default.</summary>
    Mean,

    /// <summary>Sum over the segment's steps and channels: favours long segments.</summary>
    Sum,

    /// <summary>Share of the row's Σ|values| that lies in the segment, 0 … 1: favours long segments too. A row of zeros has none.</summary>
    Share,
}

/// <summary>A segment of one class: what a method says of it on average.</summary>
public sealed record SegmentAverage
{
    /// <summary>Class of the rows.</summary>
    public required string Class { get; init; }

    /// <summary>Name of the segment, e.g. "4" or "ST".</summary>
    public required string Segment { get; init; }

    /// <summary>Rows of the class that have the segment.</summary>
    public required int Rows { get; init; }

    /// <summary>Patients of these rows.</summary>
    public required int Patients { get; init; }

    /// <summary>First step, mean over these rows; null where there are none.</summary>
    public required double? Start { get; init; }

    /// <summary>Step behind the last, mean over these rows; null where there are none.</summary>
    public required double? End { get; init; }

    /// <summary>Mean over these rows, with its interval over patients.</summary>
    public required Interval Value { get; init; }
}

/// <summary>A beat in eleven segments (studies B and C), and attributions by segment and class.</summary>
/// <remarks>The studies show eleven segments and do not say how they are cut; ours are equal (<see cref="Segmentation.Equal"/>) or, where the waves are known, by their bounds.
/// Definitions: docs/evaluation.md, "Segments".</remarks>
public static class BeatSegments
{
    /// <summary>Names of the eleven segments by waves, in order of time.</summary>
    public static IReadOnlyList<string> WaveSegments { get; } =
        ["TP1", "P onset–peak", "P peak–end", "PR segment", "Q", "R up", "R down (S)", "ST", "T onset–peak", "T peak–end", "TP2"];

    /// <summary>The eleven segments of a beat whose waves are known; the segments of an absent wave are absent: without a P wave TP1 reaches to the QRS, without a T wave TP2 begins behind it.</summary>
    /// <param name="waves">Bounds of its waves in the row, in any order, one per name; they may overlap and reach beyond the row.</param>
    /// <param name="steps">Steps of the row.</param>
    /// <exception cref="ArgumentException">There is no R wave, or two waves of a name.</exception>
    public static IReadOnlyList<Segment> ByWaves(IReadOnlyList<WaveBounds> waves, int steps)
    {
        if (Find("R") is not { } r)
            throw new ArgumentException($"A beat in segments needs an R wave, but the waves are {string.Join(", ", waves.Select(wave => wave.Wave))}. Leave the row out.", nameof(waves));
        (WaveBounds? p, WaveBounds? q, WaveBounds? s, WaveBounds? t) = (Find("P"), Find("Q"), Find("S"), Find("T"));
        int qrs = q?.Onset ?? r.Onset, j = s?.End ?? r.End;

        // An absent wave's bounds fall together where the next segment that is there begins.
        int[] bounds =
        [
            0, p?.Onset ?? qrs, p?.Peak ?? qrs, p?.End ?? qrs, qrs, r.Onset, r.Peak, j, t?.Onset ?? j, t?.Peak ?? j, t?.End ?? j, steps,
        ];
        for (int i = 1; i < bounds.Length; i++)
            bounds[i] = Math.Clamp(bounds[i], bounds[i - 1], steps);
        return [.. WaveSegments.Select((name, index) => new Segment(name, bounds[index], bounds[index + 1]))];

        WaveBounds? Find(string name)
        {
            WaveBounds[] found = [.. waves.Where(wave => wave.Wave == name)];
            return found.Length < 2 ? found.Length == 0 ? null : found[0] : throw new ArgumentException($"The beat has {found.Length} {name} waves; it must have one. Give one beat at a time.", nameof(waves));
        }
    }

    /// <summary>Averages by class with the same segments for all rows.</summary>
    /// <param name="values">Raw attribution, <c>[row, step, channel]</c>, finite.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="segments">How rows are cut.</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <param name="quantity">What a segment's value is.</param>
    /// <exception cref="ShapeException">Labels or patients do not fit the rows, or segments their steps.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static IReadOnlyList<SegmentAverage> Measure(
        Batch values, IReadOnlyList<int> labels, IReadOnlyList<string> classes, Segmentation segments, PatientBootstrap bootstrap, SegmentQuantity quantity = SegmentQuantity.Mean)
    {
        IReadOnlyList<Segment> same = segments.Over(values.Steps);
        return Measure(values, labels, classes, [.. Enumerable.Repeat(same, values.Rows)], bootstrap, quantity);
    }

    /// <summary>Averages by class with segments of each row's own.</summary>
    /// <param name="values">Raw attribution, <c>[row, step, channel]</c>, finite.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="segments">Segments of every row, of the same names in the same order; null: the row is left out.</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <param name="quantity">What a segment's value is.</param>
    /// <returns>Class by class, segments in order; a segment that no row of the class has is there with 0 rows.</returns>
    /// <exception cref="ArgumentException">Segments of a row overlap, reach beyond it, or have other names than those of another row.</exception>
    /// <exception cref="ShapeException">Labels, segments or patients do not fit the rows.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static IReadOnlyList<SegmentAverage> Measure(
        Batch values,
        IReadOnlyList<int> labels,
        IReadOnlyList<string> classes,
        IReadOnlyList<IReadOnlyList<Segment>?> segments,
        PatientBootstrap bootstrap,
        SegmentQuantity quantity = SegmentQuantity.Mean)
    {
        if (labels.Count != values.Rows || segments.Count != values.Rows || bootstrap.PatientOfRow.Count != values.Rows)
            throw new ShapeException($"There are {values.Rows} rows, but {labels.Count} labels, segments of {segments.Count} rows and {bootstrap.PatientOfRow.Count} patients; every row needs one of each.");
        ClassificationMetrics.RequireClasses([.. labels], [.. labels], classes.Count);
        values.RequireFinite("attribution");
        string[] names = RequireSameNames(segments, values.Steps);
        double[][] perRow = [.. Enumerable.Range(0, values.Rows).Select(row => segments[row] is { } own ? ValuesOf(Array.ConvertAll(values.Row(row).ToArray(), value => (double)value), values.Channels, own, quantity) : [])];
        return [.. classes.SelectMany((name, c) => names.Select((segment, index) => Average(name, c, segment, index)))];

        SegmentAverage Average(string name, int c, string segment, int index)
        {
            int[] rows = [.. Enumerable.Range(0, values.Rows).Where(row => labels[row] == c && segments[row] is { } own && own[index].Count > 0)];
            double[] column = new double[values.Rows];
            column.AsSpan().Fill(double.NaN);
            foreach (int row in rows)
                column[row] = perRow[row][index];
            return new()
            {
                Class = name,
                Segment = segment,
                Rows = rows.Length,
                Patients = rows.Select(row => bootstrap.PatientOfRow[row]).Distinct().Count(),
                Start = rows.Length == 0 ? null : rows.Average(row => segments[row]![index].Start),
                End = rows.Length == 0 ? null : rows.Average(row => segments[row]![index].End),
                Value = bootstrap.Mean(column),
            };
        }
    }

    /// <summary>Value of every segment of one row; NaN for an absent segment, and of a share for a row of zeros.</summary>
    /// <param name="cells">The row, <c>[step, channel]</c>.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="segments">Its segments.</param>
    /// <param name="quantity">What a segment's value is.</param>
    internal static double[] ValuesOf(double[] cells, int channels, IReadOnlyList<Segment> segments, SegmentQuantity quantity)
    {
        double total = cells.Sum(Math.Abs);
        return [.. segments.Select(segment =>
        {
            double[] own = cells[(segment.Start * channels)..(segment.End * channels)];
            return own.Length == 0 ? double.NaN
                : quantity == SegmentQuantity.Mean ? own.Average()
                : quantity == SegmentQuantity.Sum ? own.Sum()
                : own.Sum(Math.Abs) / total;
        })];
    }

    private static string[] RequireSameNames(IReadOnlyList<IReadOnlyList<Segment>?> segments, int steps)
    {
        string[]? names = null;
        for (int row = 0; row < segments.Count; row++)
        {
            if (segments[row] is not { } own)
                continue;
            Segmentation.RequireOrdered(own, steps, nameof(segments));
            string[] these = [.. own.Select(segment => segment.Name)];
            names ??= these;
            if (!names.AsSpan().SequenceEqual(these))
                throw new ArgumentException($"Row {row} has the segments {string.Join(", ", these)}, an earlier one {string.Join(", ", names)}; give all rows the same, absent ones with equal start and end.", nameof(segments));
        }

        return names ?? [];
    }
}
