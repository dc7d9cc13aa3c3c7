using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Moments of the gradients at noisy copies of every row.</summary>
/// <remarks>Noise is keyed by (seed, row, sample, element): a row has the same in any batch. Mean and variance by Welford's update, which does not cancel.</remarks>
internal sealed class NoisyGradients(NoiseOptions options, string method)
{
    /// <summary>What is kept of a cell's gradients G: their mean, mean of squares, and variance.</summary>
    public delegate double Moment(double mean, double variance);

    /// <summary>Rows that run together; the result does not depend on it.</summary>
    public int BlockRows { get; init; } = 64;

    /// <summary>Noise on an element of a row's sample, in the input's unit, where it is not to be drawn.</summary>
    public Func<int, int, int, double>? Noise { get; init; }

    /// <summary>Explains a batch by a moment of its noisy gradients.</summary>
    public Attribution Explain(
        IInputGradient model,
        Batch batch,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<uint> rowKeys,
        Moment moment,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation)
    {
        TargetScores.RequireRows(model, batch, targets, method);
        Require.Length(rowKeys, batch.Rows);
        Batch values = batch.Blank();
        double[] scores = new double[batch.Rows], sigmas = new double[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            int first = start, rows = Math.Min(BlockRows, batch.Rows - start), length = batch.Shape.Length, done = 0;
            Batch block = batch.Slice(start, rows);
            uint[] keys = rowKeys.Slice(start, rows).ToArray();
            for (int row = 0; row < rows; row++)
                sigmas[start + row] = options.Sigma * (options.Scale == NoiseScale.Range ? Range(block, row) : 1);
            TargetScores.Of(model, block, targets.Slice(start, rows), options.Score, method, start).CopyTo(scores, start);

            Philox normal = new(options.Seed, $"{method} noise");
            double[] mean = new double[rows * length], squares = new double[rows * length];
            new PointGradients(model, options.Score, method).Run(
                block,
                targets.Slice(start, rows),
                row => first + row,
                options.Samples,
                (row, sample, x) =>
                {
                    ReadOnlySpan<float> own = block.Row(row);
                    for (int i = 0; i < x.Length; i++)
                        x[i] = (float)(own[i] + (Noise?.Invoke(first + row, sample, i) ?? sigmas[first + row] * PortableMath.Gaussian(normal, keys[row], (uint)sample, (uint)i)));
                },
                (row, sample, _, gradient) => Update(sample + 1, gradient, mean.AsSpan(row * length, length), squares.AsSpan(row * length, length)),
                count => progress?.Report(new($"explain {method}", first + ((done += count) / options.Samples), batch.Rows)),
                cancellation);
            Span<float> into = values.Slice(start, rows).Values;
            for (int i = 0; i < into.Length; i++)
                into[i] = (float)moment(mean[i], squares[i] / options.Samples);
        }

        PaddedSteps.Clear(values);

        return new()
        {
            Method = method,
            Values = values,
            Targets = targets.ToArray(),
            Score = options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = scores, ["sigma"] = sigmas },
            Notes = Saturation.Notes(scores, options.Score),
        };
    }

    /// <summary>Plain twin: gradients of one row in double with the given noise, <c>[sample][cell]</c>.</summary>
    public static double[][] Reference(ReferenceNetwork model, double[] row, int target, double[][] noise, ScoreKind score) =>
        [.. noise.Select(sample => model.InputGradient([.. row.Zip(sample, (x, e) => x + e)], target, score).Gradient)];

    private static void Update(int count, ReadOnlySpan<float> gradient, Span<double> mean, Span<double> squares)
    {
        for (int i = 0; i < mean.Length; i++)
        {
            double off = gradient[i] - mean[i];
            mean[i] += off / count;
            squares[i] += off * (gradient[i] - mean[i]);
        }
    }

    // Of the steps that hold data.
    private static double Range(Batch batch, int row)
    {
        ReadOnlySpan<float> values = batch.Row(row)[..(batch.LengthOf(row) * batch.Channels)];
        return (double)System.Numerics.Tensors.TensorPrimitives.Max(values) - System.Numerics.Tensors.TensorPrimitives.Min(values);
    }
}
