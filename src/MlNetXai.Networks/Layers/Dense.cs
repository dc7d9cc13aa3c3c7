using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Layers;

/// <summary>y = x·Wᵀ + b at every step.</summary>
/// <remarks>Shapes: x <c>[row, step, inputs]</c>, y <c>[row, step, outputs]</c>, W <c>[outputs, inputs]</c>, b <c>[outputs]</c>. Initial weights as
/// PyTorch's Linear: both uniform in ±1/√inputs.</remarks>
/// <param name="inputs">Channels in, at least 1.</param>
/// <param name="outputs">Channels out, at least 1.</param>
public sealed class Dense(int inputs, int outputs) : Layer
{
    /// <summary>Channels in.</summary>
    public int Inputs { get; } = Require.AtLeast(inputs, 1, nameof(inputs));

    /// <summary>Channels out.</summary>
    public int Outputs { get; } = Require.AtLeast(outputs, 1, nameof(outputs));

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double> { ["inputs"] = Inputs, ["outputs"] = Outputs };

    /// <inheritdoc/>
    public override IReadOnlyList<WeightShape> Weights => [new("weight", Outputs, Inputs), new("bias", Outputs)];

    /// <inheritdoc/>
    public override RowShape Infer(RowShape input) => input.Channels == Inputs
        ? input with { Channels = Outputs }
        : throw new ShapeException($"dense layer wants {Inputs} channels and got {input}.");

    internal override bool ActsOnSingleSteps => true;

    internal override void Initialise(Philox random, Span<float> weights, InitialWeights scheme) =>
        Initialisation.KernelAndBias(random, scheme, Inputs, Outputs, weights, Outputs);

    internal override object Prepare(KernelPath path, ReadOnlySpan<float> weights, object? previous)
    {
        Prepared prepared = (Prepared?)previous
            ?? new(new(Inputs, Outputs, path.PanelColumns), new(Outputs, Inputs, path.PanelColumns), new float[Outputs]);
        prepared.Forward.Fill(weights, 1, Inputs);
        prepared.Back.Fill(weights, Inputs, 1);
        weights[(Outputs * Inputs)..].CopyTo(prepared.Bias);
        return prepared;
    }

    internal override int GradientLength(KernelPath path) => (Outputs * Inputs) + Outputs;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state)
    {
        Prepared p = (Prepared)prepared!;
        int n = pass.Rows * input.Steps;
        for (int i = 0; i < n; i++)
            p.Bias.CopyTo(y.Slice(i * Outputs, Outputs));
        pass.Path.Multiply(n, x, Inputs, 1, p.Forward, y, Outputs, accumulate: true);
    }

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        int n = pass.Rows * input.Steps;
        if (!dx.IsEmpty)
            pass.Path.Multiply(n, dy, Outputs, 1, ((Prepared)prepared!).Back, dx, Inputs, accumulate: false);
        if (gradient.IsEmpty)
            return;

        // A head has few outputs: one scaled addition per row and output.
        Span<float> bias = gradient[(Outputs * Inputs)..];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<float> xRow = x.Slice(i * Inputs, Inputs), dyRow = dy.Slice(i * Outputs, Outputs);
            TensorPrimitives.Add(bias, dyRow, bias);
            for (int o = 0; o < Outputs; o++)
            {
                Span<float> row = gradient.Slice(o * Inputs, Inputs);
                TensorPrimitives.MultiplyAdd(xRow, dyRow[o], row, row);
            }
        }
    }

    internal override void Unpack(KernelPath path, ReadOnlySpan<float> gradient, Span<float> weights) => TensorPrimitives.Add(weights, gradient, weights);

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x)
    {
        double[] y = new double[input.Steps * Outputs];
        for (int t = 0; t < input.Steps; t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double sum = weights[(Outputs * Inputs) + o];
                for (int i = 0; i < Inputs; i++)
                    sum += weights[(o * Inputs) + i] * x[(t * Inputs) + i];
                y[(t * Outputs) + o] = sum;
            }
        }

        return y;
    }

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[input.Length];
        for (int t = 0; t < input.Steps; t++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                double d = dy[(t * Outputs) + o];
                gradient[(Outputs * Inputs) + o] += d;
                for (int i = 0; i < Inputs; i++)
                {
                    gradient[(o * Inputs) + i] += d * x[(t * Inputs) + i];
                    dx[(t * Inputs) + i] += d * weights[(o * Inputs) + i];
                }
            }
        }

        return dx;
    }

    private sealed record Prepared(PackedMatrix Forward, PackedMatrix Back, float[] Bias);
}
