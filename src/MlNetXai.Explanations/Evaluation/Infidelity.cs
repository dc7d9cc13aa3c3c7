using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>How <see cref="Infidelity"/> disturbs a row.</summary>
public enum PerturbationLaw
{
    /// <summary>Normal noise on every value. Default.</summary>
    Gaussian,

    /// <summary>A window of all channels set to the baseline, anywhere in the row.</summary>
    Windows,
}

/// <summary>Settings of <see cref="Infidelity"/>.</summary>
public sealed record InfidelityOptions
{
    /// <summary>Perturbations of each row, at least 2; all methods share them. Default 50.</summary>
    public int Samples { get; init => field = Require.AtLeast(value, 2); } = 50;

    /// <summary>How a row is disturbed. Default normal noise.</summary>
    public PerturbationLaw Law { get; init; }

    /// <summary>Standard deviation of the noise as a share of the row's range (largest − smallest value), above 0. Default 0.1.</summary>
    public double NoiseShare { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.1;

    /// <summary>Length of a window as a share of the row's steps, above 0 and up to 1; at least one step. Default 0.05.</summary>
    public double WindowShare { get; init => field = Require.Between(Require.Above(value, 0), 0, 1); } = 0.05;

    /// <summary>What windows are set to. Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Scale each row's attribution by the factor that fits best, so that methods of different units can be compared (Captum's <c>normalize</c>). Default true; the paper does not.</summary>
    public bool Normalize { get; init; } = true;

    /// <summary>Score that is watched. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>Seed of the perturbations. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>A figure of every row for one method.</summary>
/// <param name="Name">Name of the map or method.</param>
/// <param name="PerRow">Value, <c>[row]</c>.</param>
public sealed record MethodRowValues(string Name, double[] PerRow);

/// <summary>Infidelity: how far an attribution is from predicting what small disturbances p do to the score: mean of (β·Σ p⊙A − (s(x) − s(x − p)))²; 0 is best.</summary>
/// <remarks>β = 1, or with <see cref="InfidelityOptions.Normalize"/> mean(ab)/mean(a²), a = Σ p⊙A, b = s(x) − s(x − p). Always of the signed attribution. Sources: Yeh et al. 2019,
/// arXiv:1901.09392, definition 2.1; Captum 0.8.0 (normalize). Law of the perturbations: ours, docs/evaluation.md.</remarks>
public sealed class Infidelity(InfidelityOptions? options = null)
{
    private const string Name = "infidelity";
    private const int BlockRows = 64;

    private readonly InfidelityOptions _options = options ?? new();

    /// <summary>Measures all maps on all rows.</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class that was explained, <c>[row]</c>.</param>
    /// <param name="maps">Attributions of the same rows.</param>
    /// <param name="rowKeys">Names of the rows: the same key draws the same perturbations in any batch; empty: from the rows' values.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ShapeException">Batch, targets, keys or maps do not fit each other or the model.</exception>
    /// <exception cref="MlNetXaiException">A score or a map's value is NaN or infinite; row and method are named.</exception>
    public IReadOnlyList<MethodRowValues> Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<SalienceMap> maps,
        ReadOnlySpan<uint> rowKeys = default,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        ReadOnlySpan<uint> keys = rowKeys.IsEmpty ? RowKeys.Of(batch) : rowKeys;
        Require.Length(keys, batch.Rows, nameof(rowKeys));
        Batch baselines = _options.Baseline.For(batch);
        uint[] named = keys.ToArray();
        return Measure(model, batch, targets, maps, (row, sample) => Draw(batch, row, named[row], sample, baselines.Row(row)), progress, cancellation);
    }

    /// <summary>Measures with perturbations that are given.</summary>
    /// <param name="model">Gives the scores.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class that was explained, <c>[row]</c>.</param>
    /// <param name="maps">Attributions of the same rows.</param>
    /// <param name="perturbation">From row and sample to p, <c>[step, channel]</c>.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    internal IReadOnlyList<MethodRowValues> Measure(
        ILogits model,
        Batch batch,
        ReadOnlySpan<int> targets,
        IReadOnlyList<SalienceMap> maps,
        Func<int, int, float[]> perturbation,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        foreach (SalienceMap map in maps)
            Ranking.RequireFits(map, batch);

        ScoreQueue queue = new(model, _options.Score, Name, cancellation);
        double[][] values = [.. maps.Select(_ => new double[batch.Rows])];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            double[] scores = TargetScores.Of(model, batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, Name, start);
            double[][] disturbed = [.. Enumerable.Range(0, rows).Select(_ => new double[_options.Samples])];
            double[][][] predicted = [.. Enumerable.Range(0, rows).Select(_ => maps.Select(_ => new double[_options.Samples]).ToArray())];
            for (int i = 0; i < rows; i++)
            {
                int row = start + i;
                double[][] cells = [.. maps.Select(map => Ranking.Cells(map with { View = SalienceView.Signed }, row, batch.Shape))];
                for (int sample = 0; sample < _options.Samples; sample++)
                {
                    float[] p = perturbation(row, sample);
                    System.Numerics.Tensors.TensorPrimitives.Subtract(batch.Row(row), p, queue.Add(batch, row, 0, targets[row], disturbed[i], sample));
                    for (int map = 0; map < maps.Count; map++)
                        predicted[i][map][sample] = Dot(p, cells[map]);
                }
            }

            queue.Flush();
            for (int i = 0; i < rows; i++)
            {
                double[] falls = [.. disturbed[i].Select(score => scores[i] - score)];
                for (int map = 0; map < maps.Count; map++)
                    values[map][start + i] = Distance(predicted[i][map], falls, _options.Normalize);
            }

            progress?.Report(new(Name, start + rows, batch.Rows));
        }

        return [.. maps.Select((map, index) => new MethodRowValues(map.Name, values[index]))];
    }

    /// <summary>Infidelity of one row in double.</summary>
    internal static double Reference(ReferenceNetwork model, double[] row, int target, double[] attribution, double[][] perturbations, bool normalize)
    {
        double score = model.Logits(row)[target];
        double[] predicted = [.. perturbations.Select(p => p.Zip(attribution, (one, other) => one * other).Sum())];
        double[] falls = [.. perturbations.Select(p => score - model.Logits([.. row.Zip(p, (value, change) => value - change)])[target])];
        return Distance(predicted, falls, normalize);
    }

    // β of an attribution that predicts no change at all does not matter.
    private static double Distance(double[] predicted, double[] falls, bool normalize)
    {
        double squares = predicted.Sum(a => a * a);
        double beta = normalize && squares > 0 ? predicted.Zip(falls, (a, b) => a * b).Sum() / squares : 1;
        return predicted.Zip(falls, (a, b) => ((beta * a) - b) * ((beta * a) - b)).Average();
    }

    private static double Dot(float[] p, double[] attribution)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += p[i] * attribution[i];
        return sum;
    }

    // Padding is left alone.
    private float[] Draw(Batch batch, int row, uint key, int sample, ReadOnlySpan<float> baseline)
    {
        float[] p = new float[batch.Shape.Length];
        ReadOnlySpan<float> x = batch.Row(row)[..(batch.LengthOf(row) * batch.Channels)];
        if (_options.Law == PerturbationLaw.Gaussian)
        {
            Philox noise = new(_options.Seed, "infidelity noise");
            double deviation = _options.NoiseShare * RowRange.Of(x);
            for (int i = 0; i < x.Length; i++)
                p[i] = (float)(deviation * PortableMath.Gaussian(noise, (uint)i, key, (uint)sample));
            return p;
        }

        int steps = batch.LengthOf(row), width = Math.Clamp((int)Math.Round(_options.WindowShare * steps), 1, steps);
        int first = new Philox(_options.Seed, "infidelity windows").Draws(key, (uint)sample).Below(steps - width + 1);
        for (int i = first * batch.Channels; i < (first + width) * batch.Channels; i++)
            p[i] = x[i] - baseline[i];
        return p;
    }
}
