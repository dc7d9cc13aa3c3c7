using MlNetXai.Networks;

namespace MlNetXai.Explanations.Evaluation;

/// <summary>Settings of <see cref="MaxSensitivity"/>.</summary>
public sealed record MaxSensitivityOptions
{
    /// <summary>Largest disturbance of a value, as a share of the row's range (largest − smallest value), above 0. Default 0.02.</summary>
    public double Radius { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.02;

    /// <summary>Disturbed copies of each row, at least 1. Default 10.</summary>
    public int Draws { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>Seed of the disturbances. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>Max-sensitivity: the largest relative change of an explanation when the row changes a little: max over ‖ε‖_∞ ≤ r of ‖A(x + ε) − A(x)‖₂/‖A(x)‖₂; 0 is best.</summary>
/// <remarks>ε is drawn uniformly. The class explained stays that of x. Where A(x) is 0 everywhere the change is not divided. A method that draws random numbers by its rows' values draws
/// others for x + ε, and its noise counts as change. Costs as many explanations as there are draws, and one. Sources: Yeh et al. 2019, arXiv:1901.09392, definition 3.1; Captum 0.8.0.</remarks>
public sealed class MaxSensitivity(MaxSensitivityOptions? options = null)
{
    private const string Name = "max-sensitivity";
    private const int BlockRows = 16;

    private readonly MaxSensitivityOptions _options = options ?? new();

    /// <summary>Measures a method on all rows.</summary>
    /// <param name="method">The method, with its settings.</param>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="rowKeys">Names of the rows: the same key draws the same disturbances in any batch; empty: from the rows' values.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <returns>Largest relative change, <c>[row]</c>.</returns>
    /// <exception cref="ShapeException">Batch, targets or keys do not fit each other or the model.</exception>
    /// <exception cref="MlNetXaiException">A score or an attribution is NaN or infinite.</exception>
    public MethodRowValues Measure<TModel>(
        IExplanationMethod<TModel> method,
        TModel model,
        Batch batch,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<uint> rowKeys = default,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
        where TModel : ILogits
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        uint[] keys = rowKeys.IsEmpty ? RowKeys.Of(batch) : rowKeys.ToArray();
        Require.Length(keys.AsSpan(), batch.Rows, nameof(rowKeys));
        Philox random = new(_options.Seed, "sensitivity disturbances");
        return Measure(method, model, batch, targets, _options.Draws, Draw, progress, cancellation);

        // Padding is left alone.
        float[] Draw(int row, int draw)
        {
            float[] disturbance = new float[batch.Shape.Length];
            ReadOnlySpan<float> x = batch.Row(row)[..(batch.LengthOf(row) * batch.Channels)];
            double radius = _options.Radius * RowRange.Of(x);
            for (int i = 0; i < x.Length; i++)
                disturbance[i] = (float)(radius * ((2 * random.Uniform((uint)i, keys[row], (uint)draw)) - 1));
            return disturbance;
        }
    }

    /// <summary>Measures with disturbances that are given.</summary>
    /// <param name="method">The method.</param>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="draws">Disturbances of each row.</param>
    /// <param name="disturbance">From row and draw to ε, <c>[step, channel]</c>.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    internal static MethodRowValues Measure<TModel>(
        IExplanationMethod<TModel> method,
        TModel model,
        Batch batch,
        ReadOnlySpan<int> targets,
        int draws,
        Func<int, int, float[]> disturbance,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
        where TModel : ILogits
    {
        double[] values = new double[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, batch.Rows - start);
            int[] sources = [.. Enumerable.Range(start, rows).SelectMany(row => Enumerable.Repeat(row, draws))], disturbedTargets = new int[sources.Length];
            Batch disturbed = batch.Gather(sources);
            for (int copy = 0; copy < sources.Length; copy++)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(disturbed.Row(copy), disturbance(sources[copy], copy % draws), disturbed.Row(copy));
                disturbedTargets[copy] = targets[sources[copy]];
            }

            Batch before = method.Explain(model, batch.Slice(start, rows), targets.Slice(start, rows), null, cancellation).Values;
            Batch after = method.Explain(model, disturbed, disturbedTargets, null, cancellation).Values;
            for (int copy = 0; copy < sources.Length; copy++)
            {
                double change = Change(before.Row(sources[copy] - start), after.Row(copy));
                values[sources[copy]] = Math.Max(values[sources[copy]], change);
            }

            progress?.Report(new($"{Name} {method.Name}", start + rows, batch.Rows));
        }

        return new(method.Name, values);
    }

    /// <summary>Largest relative change of one row in double.</summary>
    internal static double Reference(Func<double[], double[]> explain, double[] row, double[][] disturbances)
    {
        double[] before = explain(row);
        double norm = Math.Sqrt(before.Sum(value => value * value));
        return disturbances.Max(disturbance =>
        {
            double[] after = explain([.. row.Zip(disturbance, (value, change) => value + change)]);
            return Math.Sqrt(before.Zip(after, (one, other) => (other - one) * (other - one)).Sum()) / (norm == 0 ? 1 : norm);
        });
    }

    private static double Change(ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        (double norm, double distance) = (0, 0);
        for (int i = 0; i < before.Length; i++)
        {
            norm += (double)before[i] * before[i];
            distance += ((double)after[i] - before[i]) * ((double)after[i] - before[i]);
        }

        return Math.Sqrt(distance / (norm == 0 ? 1 : norm));
    }
}
