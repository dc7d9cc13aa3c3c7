namespace MlNetXai.Networks.Layers;

/// <summary>y = max(0, x) that hands back positive gradients only: guided backpropagation (Springenberg et al. 2015, arXiv:1412.6806). Part of no model file.</summary>
internal sealed class GuidedRelu : Layer
{
    public override string Kind => "guided-relu";

    public override IReadOnlyDictionary<string, double> Settings => new Dictionary<string, double>();

    public override IReadOnlyList<WeightShape> Weights => [];

    internal override bool ActsOnSingleSteps => true;

    internal override bool IsSmooth => false;

    public override RowShape Infer(RowShape input) => input;

    internal override void Forward(Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, Span<float> y, Span<float> state) =>
        pass.Path.Elementwise(new(Kernels.ElementwiseKind.Relu), x, y);

    internal override void Backward(
        Pass pass, object? prepared, RowShape input, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state)
    {
        for (int i = 0; i < dx.Length; i++)
            dx[i] = x[i] > 0 && dy[i] > 0 ? dy[i] : 0;
    }

    internal override double[] ReferenceForward(RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x) => Array.ConvertAll(x.ToArray(), value => Math.Max(0, value));

    internal override double[] ReferenceBackward(
        RowShape input, ReadOnlySpan<double> weights, ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> gradient)
    {
        double[] dx = new double[x.Length];
        for (int i = 0; i < dx.Length; i++)
            dx[i] = x[i] > 0 ? Math.Max(dy[i], 0) : 0;
        return dx;
    }
}
