using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests;

/// <summary>y = scale·(x − mean) per channel: while training the batch's mean over rows and steps, otherwise a running one. The smallest layer that needs the whole batch.</summary>
internal sealed class CentreLayer(int channels) : Layer, IBatchStatistics
{
    public override string Kind => "centre";

    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["channels"] = channels };

    public override IReadOnlyList<WeightShape> Weights => [new("running_mean", channels) { IsTrained = false }, new("scale", channels)];

    public override RowShape Infer(RowShape input) => input;

    public int SumLength(RowShape input) => channels;

    public int BackwardSumLength(RowShape input) => channels;

    public void Collect(Pass pass, RowShape input, ReadOnlySpan<float> x, Span<double> sums)
    {
        for (int i = 0; i < x.Length; i++)
            sums[i % channels] += x[i];
    }

    public void Normalise(Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        float[] weights = (float[])prepared!;
        for (int i = 0; i < x.Length; i++)
            y[i] = (float)(weights[channels + (i % channels)] * (x[i] - (sums[i % channels] / (batchRows * input.Steps))));
    }

    public void CollectBack(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> state,
        Span<double> backwardSums) => Collect(pass, input, dy, backwardSums);

    public void BackwardNormalised(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<double> backwardSums, ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        float[] weights = (float[])prepared!;
        double n = batchRows * input.Steps;
        for (int i = 0; i < dy.Length; i++)
        {
            int c = i % channels;
            gradient[channels + c] += (float)(dy[i] * (x[i] - (sums[c] / n)));
            if (!dx.IsEmpty)
                dx[i] = (float)(weights[channels + c] * (dy[i] - (backwardSums[c] / n)));
        }
    }

    public void UpdateRunning(RowShape input, int batchRows, ReadOnlySpan<double> sums, Span<float> weights)
    {
        for (int c = 0; c < channels; c++)
            weights[c] = (0.9f * weights[c]) + (float)(0.1 * sums[c] / (batchRows * input.Steps));
    }

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme)
    {
        weights[..channels].Clear();
        weights[channels..].Fill(1.5f);
    }

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous) => weights.ToArray();

    internal override int GradientLength(KernelPath path) => 2 * channels;

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights)
    {
        for (int i = 0; i < gradient.Length; i++)
            weights[i] += gradient[i];
    }

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        float[] weights = (float[])prepared!;
        for (int i = 0; i < x.Length; i++)
            y[i] = weights[channels + (i % channels)] * (x[i] - weights[i % channels]);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        for (int i = 0; i < dx.Length; i++)
            dx[i] = ((float[])prepared!)[channels + (i % channels)] * dy[i];
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = x.ToArray();
        for (int i = 0; i < y.Length; i++)
            y[i] = weights[channels + (i % channels)] * (x[i] - weights[i % channels]);
        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = dy.ToArray();
        for (int i = 0; i < dx.Length; i++)
        {
            gradient[i % channels] -= dy[i] * weights[channels + (i % channels)];
            gradient[channels + (i % channels)] += dy[i] * (x[i] - weights[i % channels]);
            dx[i] *= weights[channels + (i % channels)];
        }

        return dx;
    }
}
