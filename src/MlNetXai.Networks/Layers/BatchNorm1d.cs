using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = (x − μ)/√(σ² + ε)·weight + bias per channel: while training with mean and variance of the batch over rows and steps, otherwise with running ones.</summary>
/// <remarks>
/// Ioffe and Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2. Shapes: x and y <c>[row, step, channels]</c>; weight, bias, running_mean and running_var <c>[channels]</c>, of which
/// the last two are not trained. After a batch running = (1 − momentum)·running + momentum·batch. Initially weight and running_var are 1, the others 0. A batch with a single value
/// per channel has variance 0, also as running_var takes it.
/// </remarks>
/// <param name="channels">Channels, at least 1.</param>
/// <param name="epsilon">ε, above 0. Default 1e-5, PyTorch's; Keras' is 1e-3.</param>
/// <param name="momentum">Share of a new batch in the running statistics, in 0 … 1. Default 0.1, PyTorch's; Keras' momentum 0.99 is 0.01 here.</param>
public sealed class BatchNorm1d(int channels, double epsilon = 1e-5, double momentum = 0.1) : Layer, IBatchStatistics, IChannelScale
{
    /// <summary>Channels.</summary>
    public int Channels { get; } = Require.AtLeast(channels, 1, nameof(channels));

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; } = Require.Above(Require.Finite(epsilon, nameof(epsilon)), 0, nameof(epsilon));

    /// <summary>Share of a new batch in the running statistics.</summary>
    public double Momentum { get; } = Require.Between(momentum, 0, 1, nameof(momentum));

    /// <summary>Whether running_var takes the batch's unbiased variance, as PyTorch, or the biased one, as Keras. Default true.</summary>
    public bool UnbiasedRunningVariance { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "batch-norm1d";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>
    {
        ["channels"] = Channels,
        ["epsilon"] = Epsilon,
        ["momentum"] = Momentum,
        ["unbiasedRunningVariance"] = UnbiasedRunningVariance ? 1 : 0,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights =>
    [
        new("weight", Channels), new("bias", Channels), new("running_mean", Channels) { IsTrained = false }, new("running_var", Channels) { IsTrained = false },
    ];

    internal override bool ActsOnSingleSteps => true;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Channels
        ? input
        : throw new ShapeException($"batch-norm1d layer wants {Channels} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        weights.Clear();
        weights[..Channels].Fill(1);
        weights[(3 * Channels)..].Fill(1);
    }

    internal override Kept Keeps(Purpose purpose) => purpose == Purpose.Train ? Kept.Input : Kept.Nothing;

    internal override bool WorksInPlace(Purpose purpose) => purpose != Purpose.Train;

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        Prepared prepared = (Prepared?)previous ?? new(Channels, path.Lanes);
        weights[..(2 * Channels)].CopyTo(prepared.Trained);
        Span<float> scale = new float[Channels];
        Scale(weights, scale);
        ChannelRow.Fill(weights.Slice(2 * Channels, Channels), prepared.Mean);
        ChannelRow.Fill(scale, prepared.Scale);
        ChannelRow.Fill(weights.Slice(Channels, Channels), prepared.Bias);
        return prepared;
    }

    void IChannelScale.ScaleAndShift(ReadOnlySpan<float> weights, Span<float> scale, Span<float> shift)
    {
        Scale(weights, scale);
        for (int c = 0; c < Channels; c++)
            shift[c] = (float)(weights[Channels + c] - ((double)weights[(2 * Channels) + c] * weights[c] / Deviation(weights[(3 * Channels) + c])));
    }

    // While training: what BackwardNormalised needs of the block's own backward sums, and rows for the kernels.
    internal override int StateLength(Pass pass, RowShape input) => pass.Purpose == Purpose.Train ? (2 * Channels) + (4 * RowLength(pass)) : 0;

    internal override int GradientLength(KernelPath path) => 2 * Channels;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        pass.Path.Normalise(Channels, x, y, p.Mean, p.Scale, p.Bias);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        if (!dx.IsEmpty)
            pass.Path.Normalise(Channels, dy, dx, p.Zero, p.Scale, p.Zero);
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights) =>
        TensorPrimitives.Add(weights[..(2 * Channels)], gradient, weights[..(2 * Channels)]);

    int IBatchStatistics.SumLength(RowShape input) => 2 * Channels;

    int IBatchStatistics.BackwardSumLength(RowShape input) => 2 * Channels;

    void IBatchStatistics.Collect(Pass pass, RowShape input, ReadOnlySpan<float> x, Span<double> sums) =>
        pass.Path.ChannelSums(Channels, x, sums[..Channels], sums[Channels..]);

    void IBatchStatistics.Normalise(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Rows rows = new(state[(2 * Channels)..], RowLength(pass));
        ReadOnlySpan<float> trained = ((Prepared)prepared!).Trained;
        for (int c = 0; c < Channels; c++)
        {
            (double mean, double variance) = Moments(sums, c, (double)batchRows * input.Steps);
            double scale = trained[c] / Deviation(variance);
            rows.Mean[c] = (float)mean;
            rows.A[c] = (float)scale;

            // What single precision takes from the mean goes into the shift: with a mean far from 0 it is not small beside the deviation.
            rows.B[c] = (float)(trained[Channels + c] + ((rows.Mean[c] - mean) * scale));
        }

        rows.Repeat(Channels);
        pass.Path.Normalise(Channels, x, y, rows.Mean, rows.A, rows.B);
    }

    void IBatchStatistics.CollectBack(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> state,
        Span<double> backwardSums)
    {
        Rows rows = new(state[(2 * Channels)..], RowLength(pass));
        pass.Path.ChannelBackSums(Channels, x, dy, rows.Mean, backwardSums[..Channels], backwardSums[Channels..]);
        for (int c = 0; c < Channels; c++)
        {
            // Σdy·x̂. The block's own part is its gradient of weight and bias.
            (double mean, double variance) = Moments(sums, c, (double)batchRows * input.Steps);
            backwardSums[Channels + c] = (backwardSums[Channels + c] + ((rows.Mean[c] - mean) * backwardSums[c])) / Deviation(variance);
            state[c] = (float)backwardSums[Channels + c];
            state[Channels + c] = (float)backwardSums[c];
        }
    }

    // dx = weight/√(σ² + ε)·(dy − mean dy − x̂·mean(dy·x̂)), the means over the batch.
    void IBatchStatistics.BackwardNormalised(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<double> backwardSums, ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        if (!gradient.IsEmpty)
            TensorPrimitives.Add(gradient, state[..(2 * Channels)], gradient);
        if (dx.IsEmpty)
            return;
        Rows rows = new(state[(2 * Channels)..], RowLength(pass));
        ReadOnlySpan<float> trained = ((Prepared)prepared!).Trained;
        double count = (double)batchRows * input.Steps;
        for (int c = 0; c < Channels; c++)
        {
            (double mean, double variance) = Moments(sums, c, count);
            double deviation = Deviation(variance), scale = trained[c] / deviation, slope = -scale * backwardSums[Channels + c] / (count * deviation);
            rows.B[c] = (float)slope;
            rows.C[c] = (float)((-scale * backwardSums[c] / count) + ((rows.Mean[c] - mean) * slope));
        }

        rows.Repeat(Channels);
        pass.Path.NormaliseBack(Channels, x, dy, dx, rows.Mean, rows.A, rows.B, rows.C);
    }

    void IBatchStatistics.UpdateRunning(RowShape input, int batchRows, ReadOnlySpan<double> sums, Span<float> weights)
    {
        double count = (double)batchRows * input.Steps;
        for (int c = 0; c < Channels; c++)
        {
            (double mean, double variance) = Moments(sums, c, count);
            if (UnbiasedRunningVariance && count > 1)
                variance *= count / (count - 1);
            Mix(ref weights[(2 * Channels) + c], mean);
            Mix(ref weights[(3 * Channels) + c], variance);
        }
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % Channels;
            y[i] = ((x[i] - weights[(2 * Channels) + c]) / Deviation(weights[(3 * Channels) + c]) * weights[c]) + weights[Channels + c];
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dx.Length; i++)
        {
            int c = i % Channels;
            double deviation = Deviation(weights[(3 * Channels) + c]), normal = (x[i] - weights[(2 * Channels) + c]) / deviation;
            dx[i] = dy[i] * weights[c] / deviation;
            gradient[c] += dy[i] * normal;
            gradient[Channels + c] += dy[i];
            gradient[(2 * Channels) + c] -= dx[i];
            gradient[(3 * Channels) + c] -= 0.5 * dx[i] * normal / deviation;
        }

        return dx;
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> sums, int channel, double count)
    {
        // Squares that overflow make NaN, which is found; an infinite variance would make zeros.
        double mean = sums[channel] / count, variance = (sums[(sums.Length / 2) + channel] / count) - (mean * mean);
        return (mean, double.IsFinite(variance) ? Math.Max(0, variance) : double.NaN);
    }

    private double Deviation(double variance) => Math.Sqrt(variance + Epsilon);

    private void Scale(ReadOnlySpan<float> weights, Span<float> scale)
    {
        for (int c = 0; c < Channels; c++)
            scale[c] = (float)(weights[c] / Deviation(weights[(3 * Channels) + c]));
    }

    private void Mix(ref float running, double batch) => running = (float)(((1 - Momentum) * running) + (Momentum * batch));

    private int RowLength(Pass pass) => ChannelRow.Length(Channels, pass.Path.Lanes);

    // Rows of a block's state: mean, and the terms of the map forward (scale A, shift B) and back (A, B, C).
    private readonly ref struct Rows(Span<float> state, int length)
    {
        public Span<float> Mean { get; } = state[..length];

        public Span<float> A { get; } = state.Slice(length, length);

        public Span<float> B { get; } = state.Slice(2 * length, length);

        public Span<float> C { get; } = state.Slice(3 * length, length);

        public void Repeat(int channels)
        {
            ChannelRow.Fill(Mean[..channels], Mean);
            ChannelRow.Fill(A[..channels], A);
            ChannelRow.Fill(B[..channels], B);
            ChannelRow.Fill(C[..channels], C);
        }
    }

    private sealed class Prepared(int channels, int lanes)
    {
        /// <summary>weight and bias.</summary>
        public float[] Trained { get; } = new float[2 * channels];

        public float[] Mean { get; } = new float[ChannelRow.Length(channels, lanes)];

        public float[] Scale { get; } = new float[ChannelRow.Length(channels, lanes)];

        public float[] Bias { get; } = new float[ChannelRow.Length(channels, lanes)];

        public float[] Zero { get; } = new float[ChannelRow.Length(channels, lanes)];
    }
}
