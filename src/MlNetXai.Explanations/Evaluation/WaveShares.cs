namespace MlNetXai.Explanations.Evaluation;

/// <summary>A wave's window, relative to the R peak.</summary>
/// <param name="Wave">Name, e.g. "P".</param>
/// <param name="FromMilliseconds">First time inside.</param>
/// <param name="ToMilliseconds">Last time inside.</param>
public readonly record struct WaveWindow(string Wave, double FromMilliseconds, double ToMilliseconds)
{
    /// <summary>Study A's classes: normal (N), right bundle branch block (R), paced (/), premature ventricular contraction (V).</summary>
    /// <remarks>N: the windows this project settled (the paper gives none). Others: centre ± 2.5 σ of the synthetic morphologies, docs/synthetic-ecg.md; the paced
    /// beat and the ventricular one have no P wave.</remarks>
    public static IReadOnlyDictionary<string, IReadOnlyList<WaveWindow>> StudyA { get; } = new Dictionary<string, IReadOnlyList<WaveWindow>>(StringComparer.Ordinal)
    {
        ["N"] = [new("P", -205, -95), new("Q", -48, -8), new("R", -8, 8), new("S", 8, 53), new("T", 132, 357)],
        ["R"] = [Around("P", -150, 22, 22), Around("Q", -28, 8, 8), Around("R", 0, 12, 12), Around("S", 60, 18, 30), Around("T", 290, 55, 35)],
        ["/"] = [Around("spike", -52, 1.5, 1.5), Around("R", 0, 26, 36), Around("S", 95, 22, 30), Around("T", 300, 60, 45)],
        ["V"] = [Around("R", 0, 30, 26), Around("S", 82, 28, 34), Around("T", 300, 60, 45)],
    };

    private static WaveWindow Around(string wave, double centre, double left, double right) => new(wave, centre - (2.5 * left), centre + (2.5 * right));
}

/// <summary>Samples of a wave in one row.</summary>
/// <param name="Wave">Name, e.g. "P".</param>
/// <param name="First">First sample inside, 0-based.</param>
/// <param name="Last">Last sample inside.</param>
public readonly record struct WaveSamples(string Wave, int First, int Last);

/// <summary>Share of a method's magnitude in one wave of one class.</summary>
public sealed record WaveShare
{
    /// <summary>Class of the rows.</summary>
    public required string Class { get; init; }

    /// <summary>Wave; "rest" for the samples in none.</summary>
    public required string Wave { get; init; }

    /// <summary>Rows of the class that have the wave.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows left out because all their values are 0.</summary>
    public required int RowsWithoutMagnitude { get; init; }

    /// <summary>Share of Σ|attribution| inside the window, mean over rows, 0 … 1.</summary>
    public required Interval Share { get; init; }

    /// <summary>Share of the row's samples that the window holds, mean over rows, 0 … 1.</summary>
    public required double SampleShare { get; init; }

    /// <summary>Mean share of magnitude / mean share of samples: 1 means no preference.</summary>
    public required Interval Ratio { get; init; }
}

/// <summary>The paper's reading as numbers: how much of Σ|attribution| lies in each wave, per class, with intervals over patients.</summary>
/// <remarks>Shares are taken per row and then averaged, so that rows with large scores do not weigh more. Waves are disjoint: a sample in two windows belongs to the wave with the earlier middle.
/// Definitions: docs/evaluation.md, "Waves".</remarks>
public static class WaveShares
{
    private const string Rest = "rest";

    /// <summary>Samples of the windows in a row, disjoint: the earlier wave keeps its samples.</summary>
    /// <param name="windows">Windows relative to R.</param>
    /// <param name="rSample">Sample of the R peak in the row (72 for beats of 216 samples at 360 Hz).</param>
    /// <param name="samplingRateHz">Samples per second.</param>
    /// <param name="steps">Samples of the row.</param>
    public static IReadOnlyList<WaveSamples> Samples(IReadOnlyList<WaveWindow> windows, int rSample, double samplingRateHz, int steps)
    {
        List<WaveSamples> samples = [];
        foreach (WaveWindow window in windows)
        {
            // The addend lets a sample at exactly the window's end count as inside.
            int first = rSample + (int)Math.Ceiling((window.FromMilliseconds * samplingRateHz / 1000) - 1e-9);
            int last = rSample + (int)Math.Floor((window.ToMilliseconds * samplingRateHz / 1000) + 1e-9);
            samples.Add(new(window.Wave, first, last));
        }

        return Disjoint(samples, steps);
    }

    /// <summary>Cuts waves to the row and gives samples in two of them to the earlier one, the one whose window has the earlier middle.</summary>
    /// <param name="waves">Any order.</param>
    /// <param name="steps">Samples of the row.</param>
    /// <returns>Runs of samples in order of time; a wave that another one cuts in two has two runs, one without samples none.</returns>
    public static IReadOnlyList<WaveSamples> Disjoint(IReadOnlyList<WaveSamples> waves, int steps)
    {
        // A paced beat's spike stands within the window of its wide R: by their middles, and not by their first samples, the spike is the earlier.
        string?[] owner = new string?[steps];
        foreach (WaveSamples wave in waves.OrderBy(wave => (long)wave.First + wave.Last))
        {
            for (int sample = Math.Max(wave.First, 0); sample <= Math.Min(wave.Last, steps - 1); sample++)
                owner[sample] ??= wave.Wave;
        }

        List<WaveSamples> runs = [];
        for (int first = 0; first < steps;)
        {
            int last = first;
            while (last + 1 < steps && owner[last + 1] == owner[first])
                last++;
            if (owner[first] is { } wave)
                runs.Add(new(wave, first, last));
            first = last + 1;
        }

        return runs;
    }

    /// <summary>Shares with the same windows for all rows of a class.</summary>
    /// <param name="values">Raw attribution (mask: 1 − m), <c>[row, step, channel]</c>, finite; magnitudes are taken here.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="windows">Samples of the waves by class name; classes without an entry are left out.</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <exception cref="ShapeException">Labels or patients do not fit the rows.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static IReadOnlyList<WaveShare> Measure(
        Batch values,
        ReadOnlySpan<int> labels,
        IReadOnlyList<string> classes,
        IReadOnlyDictionary<string, IReadOnlyList<WaveSamples>> windows,
        PatientBootstrap bootstrap)
    {
        IReadOnlyList<WaveSamples>?[] perRow = new IReadOnlyList<WaveSamples>?[labels.Length];
        for (int row = 0; row < labels.Length; row++)
            perRow[row] = windows.GetValueOrDefault(classes[labels[row]]);
        return Measure(values, labels, classes, perRow, bootstrap);
    }

    /// <summary>Shares with windows of each row's own (known bounds of synthetic beats).</summary>
    /// <param name="values">Raw attribution (mask: 1 − m), <c>[row, step, channel]</c>, finite; magnitudes are taken here.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="windows">Samples of the waves of every row, disjoint; null: the row is left out.</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <exception cref="ShapeException">Labels, windows or patients do not fit the rows.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static IReadOnlyList<WaveShare> Measure(
        Batch values, ReadOnlySpan<int> labels, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<WaveSamples>?> windows, PatientBootstrap bootstrap)
    {
        Require.Length(labels, values.Rows);
        if (windows.Count != values.Rows || bootstrap.PatientOfRow.Count != values.Rows)
            throw new ShapeException($"There are {windows.Count} rows of windows and {bootstrap.PatientOfRow.Count} rows of patients, not {values.Rows}.");
        values.RequireFinite("attribution");

        List<WaveShare> shares = [];
        for (int label = 0; label < classes.Count; label++)
        {
            int[] rows = RowsOf(labels, label, windows);
            IEnumerable<string> waves = rows
                .SelectMany(row => windows[row]!)
                .GroupBy(wave => wave.Wave, StringComparer.Ordinal)
                .OrderBy(group => group.Average(wave => (long)wave.First + wave.Last))
                .Select(group => group.Key);
            foreach (string wave in rows.Length == 0 ? [] : waves.Append(Rest))
                shares.Add(Measure(values, rows, classes[label], wave, windows, bootstrap));
        }

        return shares;
    }

    private static WaveShare Measure(
        Batch values, int[] rows, string className, string wave, IReadOnlyList<IReadOnlyList<WaveSamples>?> windows, PatientBootstrap bootstrap)
    {
        double[] share = new double[values.Rows], samples = new double[values.Rows];
        share.AsSpan().Fill(double.NaN);
        samples.AsSpan().Fill(double.NaN);
        (int with, int without) = (0, 0);
        foreach (int row in rows)
        {
            if (Range(windows[row]!, wave) is not { } inside)
                continue;
            with++;
            (double part, double total, int count) = (0, 0, 0);
            ReadOnlySpan<float> cells = values.Row(row);
            for (int step = 0; step < values.Steps; step++)
            {
                double magnitude = 0;
                for (int channel = 0; channel < values.Channels; channel++)
                    magnitude += Math.Abs(cells[(step * values.Channels) + channel]);
                total += magnitude;
                if (!inside(step))
                    continue;
                part += magnitude;
                count++;
            }

            if (total == 0)
            {
                without++;
                continue;
            }

            share[row] = part / total;
            samples[row] = count / (double)values.Steps;
        }

        return new()
        {
            Class = className,
            Wave = wave,
            Rows = with,
            RowsWithoutMagnitude = without,
            Share = bootstrap.Mean(share),
            SampleShare = samples.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average(),
            Ratio = bootstrap.RatioOfMeans(share, samples),
        };
    }

    private static Func<int, bool>? Range(IReadOnlyList<WaveSamples> waves, string wave)
    {
        if (wave == Rest)
            return step => !waves.Any(window => step >= window.First && step <= window.Last);
        WaveSamples[] found = [.. waves.Where(window => window.Wave == wave)];
        return found.Length == 0 ? null : step => found.Any(window => step >= window.First && step <= window.Last);
    }

    private static int[] RowsOf(ReadOnlySpan<int> labels, int label, IReadOnlyList<IReadOnlyList<WaveSamples>?> windows)
    {
        List<int> rows = [];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] == label && windows[row] is not null)
                rows.Add(row);
        }

        return [.. rows];
    }
}
