using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x·scale + shift per channel.</summary>
/// <remarks>Shapes: x and y <c>[row, step, channels]</c>, scale and shift <c>[channels]</c>; initially scale is 1 and shift 0.</remarks>
/// <param name="channels">Channels, at least 1.</param>
public sealed class Affine(int channels) : Layer, IChannelScale
{
    /// <summary>Channels.</summary>
    public int Channels { get; } = Require.AtLeast(channels, 1, nameof(channels));

    /// <inheritdoc/>
    public override string Kind => "affine";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["channels"] = Channels };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [new("scale", Channels), new("shift", Channels)];

    internal override bool ActsOnSingleSteps => true;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Channels
        ? input
        : throw new ShapeException($"affine layer wants {Channels} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        weights[..Channels].Fill(1);
        weights[Channels..].Clear();
    }

    internal override Kept Keeps(Purpose purpose) => purpose == Purpose.Train ? Kept.Input : Kept.Nothing;

    internal override bool WorksInPlace(Purpose purpose) => purpose != Purpose.Train;

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        Prepared prepared = (Prepared?)previous ?? new(ChannelRow.Length(Channels, path.Lanes));
        ChannelRow.Fill(weights[..Channels], prepared.Scale);
        ChannelRow.Fill(weights[Channels..], prepared.Shift);
        return prepared;
    }

    void IChannelScale.ScaleAndShift(ReadOnlySpan<float> weights, Span<float> scale, Span<float> shift)
    {
        weights[..Channels].CopyTo(scale);
        weights[Channels..].CopyTo(shift);
    }

    internal override int GradientLength(KernelPath path) => 2 * Channels;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        pass.Path.Normalise(Channels, x, y, p.Zero, p.Scale, p.Shift);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        if (!gradient.IsEmpty)
        {
            double[] sums = new double[2 * Channels];
            pass.Path.ChannelBackSums(Channels, x, dy, p.Zero, sums.AsSpan(Channels), sums.AsSpan(0, Channels));
            for (int i = 0; i < sums.Length; i++)
                gradient[i] += (float)sums[i];
        }

        if (!dx.IsEmpty)
            pass.Path.Normalise(Channels, dy, dx, p.Zero, p.Scale, p.Zero);
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights) => TensorPrimitives.Add(weights, gradient, weights);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Length];
        for (int i = 0; i < y.Length; i++)
            y[i] = (x[i] * weights[i % Channels]) + weights[Channels + (i % Channels)];
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int i = 0; i < dx.Length; i++)
        {
            dx[i] = dy[i] * weights[i % Channels];
            gradient[i % Channels] += dy[i] * x[i];
            gradient[Channels + (i % Channels)] += dy[i];
        }

        return dx;
    }

    private sealed class Prepared(int length)
    {
        public float[] Scale { get; } = new float[length];

        public float[] Shift { get; } = new float[length];

        public float[] Zero { get; } = new float[length];
    }
}
