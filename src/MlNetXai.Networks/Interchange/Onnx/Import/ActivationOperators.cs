using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Functions of each value, and softmax.</summary>
internal static class ActivationOperators
{
    public static IReadOnlyList<Value> Relu(Node node, Run run) => Function(node, run, () => new Relu());

    public static IReadOnlyList<Value> LeakyRelu(Node node, Run run) => Function(node, run, () => new LeakyRelu(node.Real("alpha", 0.01)));

    public static IReadOnlyList<Value> Elu(Node node, Run run) => Function(node, run, () => new Elu(node.Real("alpha", 1)));

    public static IReadOnlyList<Value> Sigmoid(Node node, Run run) => Function(node, run, () => new Sigmoid());

    public static IReadOnlyList<Value> HardSigmoid(Node node, Run run) => Function(node, run, () => new HardSigmoid(node.Real("alpha", 0.2), node.Real("beta", 0.5)));

    // A tanh may be part of GELU's tanh form.
    public static IReadOnlyList<Value> Tanh(Node node, Run run) => node.Input(0) is Deferred ? Formulas.Defer(node, run, "a tanh of a formula") : Function(node, run, () => new Tanh());

    public static IReadOnlyList<Value> Erf(Node node, Run run) => Formulas.Defer(node, run, "the error function, which is read as part of x·½(1 + erf(x/√2)) alone,");

    public static IReadOnlyList<Value> Gelu(Node node, Run run) => Function(node, run, () => node.Text("approximate", "none") switch
    {
        "none" => new Gelu(),
        "tanh" => new Gelu(tanhForm: true),
        string other => throw new ImportException($"its attribute approximate is '{other}' and must be 'none' or 'tanh'", ImportException.WriteAgain),
    });

    public static IReadOnlyList<Value> Dropout(Node node, Run run)
    {
        double rate = node.Opset >= 12 ? node.Constant(1)?.Real() ?? 0.5 : node.Real("ratio", 0.5);
        if (rate is not (>= 0 and < 1))
            throw new ImportException($"its ratio is {rate} and must lie in 0 ≤ ratio < 1", ImportException.WriteAgain);
        Activation x = node.Activation();
        // The mask, an output of its own, is not carried over.
        return [run.Layers.Add(node, new Dropout(rate, node.Proto.Output[0]), x)];
    }

    public static IReadOnlyList<Value> Softmax(Node node, Run run)
    {
        Activation x = node.Activation();
        int axis = x.AxisAt(node.Int("axis", node.Opset >= 13 ? -1 : 1));
        // Until opset 13, all axes from the one stated on are normalised together.
        Activation y = node.Opset >= 13 ? x : x.Reshape([.. x.Sizes.Take(axis), Shapes.Product(x.Sizes.Skip(axis))]);
        y = run.RequireChannels(node, y, axis);
        y = run.Layers.Add(node, new SoftmaxLayer(), y);
        return [node.Opset >= 13 ? y : y.Reshape(x.Sizes)];
    }

    private static IReadOnlyList<Value> Function(Node node, Run run, Func<Layer> layer) => [run.Layers.Add(node, layer(), node.Activation())];
}
