using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = (x − μ)/√(σ² + ε)·weight + bias with mean and variance over the channels of each step.</summary>
/// <remarks>Ba, Kiros and Hinton 2016, arXiv:1607.06450. Shapes: x and y <c>[row, step, channels]</c>, weight and bias <c>[channels]</c>; initially weight is 1 and bias 0.</remarks>
/// <param name="channels">Channels, at least 1.</param>
/// <param name="epsilon">ε, above 0. Default 1e-5, PyTorch's; Keras' is 1e-3.</param>
public sealed class LayerNorm(int channels, double epsilon = 1e-5) : Layer
{
    /// <summary>Channels.</summary>
    public int Channels { get; } = Require.AtLeast(channels, 1, nameof(channels));

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; } = Require.Above(Require.Finite(epsilon, nameof(epsilon)), 0, nameof(epsilon));

    /// <inheritdoc/>
    public override string Kind => "layer-norm";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["channels"] = Channels, ["epsilon"] = Epsilon };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [new("weight", Channels), new("bias", Channels)];

    internal override bool ActsOnSingleSteps => true;

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Channels
        ? input
        : throw new ShapeException($"layer-norm layer wants {Channels} channels and got {input}.");

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        weights[..Channels].Fill(1);
        weights[Channels..].Clear();
    }

    internal override bool WorksInPlace(Purpose purpose) => purpose is Purpose.Score or Purpose.Trace;

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous) => weights.ToArray();

    internal override int GradientLength(KernelPath path) => 2 * Channels;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        ReadOnlySpan<float> weights = (float[])prepared!;
        pass.Path.LayerNorm(Channels, (float)Epsilon, weights[..Channels], weights[Channels..], x, y);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state) =>
        pass.Path.LayerNormBack(Channels, (float)Epsilon, ((float[])prepared!).AsSpan(0, Channels), x, dy, dx, gradient);

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights) => TensorPrimitives.Add(weights, gradient, weights);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Length];
        for (int start = 0; start < y.Length; start += Channels)
        {
            (double mean, double deviation) = Moments(x.Slice(start, Channels));
            for (int c = 0; c < Channels; c++)
                y[start + c] = ((x[start + c] - mean) / deviation * weights[c]) + weights[Channels + c];
        }

        return y;
    }

    // With g = dy·weight: dx = (g − mean g − x̂·mean(g·x̂))/√(σ² + ε).
    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int start = 0; start < dx.Length; start += Channels)
        {
            (double mean, double deviation) = Moments(x.Slice(start, Channels));
            double first = 0, second = 0;
            for (int c = 0; c < Channels; c++)
            {
                double normal = (x[start + c] - mean) / deviation, g = dy[start + c] * weights[c];
                first += g / Channels;
                second += g * normal / Channels;
                gradient[c] += dy[start + c] * normal;
                gradient[Channels + c] += dy[start + c];
            }

            for (int c = 0; c < Channels; c++)
                dx[start + c] = ((dy[start + c] * weights[c]) - first - ((x[start + c] - mean) / deviation * second)) / deviation;
        }

        return dx;
    }

    private (double Mean, double Deviation) Moments(ReadOnlySpan<double> x)
    {
        double mean = 0, variance = 0;
        foreach (double value in x)
            mean += value / Channels;
        foreach (double value in x)
            variance += (value - mean) * (value - mean) / Channels;
        return (mean, Math.Sqrt(variance + Epsilon));
    }
}
