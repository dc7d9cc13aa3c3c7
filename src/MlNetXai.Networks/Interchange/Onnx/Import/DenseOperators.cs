using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Products with a matrix of weights.</summary>
internal static class DenseOperators
{
    // y = alpha·A·B + beta·C.
    public static IReadOnlyList<Value> Gemm(Node node, Run run)
    {
        Activation x = node.Activation();
        ImportException.ThrowIf(node.Flag("transA"), "a transposed signal");
        Constant weight = Matrix(node.RequiredConstant(1));
        float[] values = (node.Flag("transB") ? weight : weight.Transpose([1, 0])).Map(value => value * node.Real("alpha", 1)).Reals();
        (int outputs, int inputs) = node.Flag("transB") ? (Places(weight, 0), Places(weight, 1)) : (Places(weight, 1), Places(weight, 0));
        float[] bias = new float[outputs];
        if (node.Constant(2) is { } constant)
            bias = constant.Map(value => value * node.Real("beta", 1)).Expand(Shapes.Broadcast(constant.Sizes, [1, outputs])).Reals();
        if (bias.Length != outputs || x.Axes.Count != 2)
            throw new ImportException($"it multiplies [{Shapes.Text(x.Sizes)}] by [{Shapes.Text(weight.Sizes)}] and adds {bias.Length} values", Layouts.ShapeRemedy);
        return [Dense(node, run, x, inputs, values, bias)];
    }

    public static IReadOnlyList<Value> MatMul(Node node, Run run)
    {
        if (node.Required(0) is Constant && node.Required(1) is Activation)
            throw new ImportException("it multiplies from the left by weights", ImportException.Rewrite);
        Activation x = node.Activation();
        Constant weight = Matrix(node.RequiredConstant(1));
        return [Dense(node, run, x, Places(weight, 0), weight.Transpose([1, 0]).Reals(), new float[Places(weight, 1)])];
    }

    private static Constant Matrix(Constant constant) => constant.Sizes.Count == 2
        ? constant
        : throw new ImportException($"its weights have shape [{Shapes.Text(constant.Sizes)}] and must have two axes", ImportException.Rewrite);

    private static int Places(Constant matrix, int axis) => (int)matrix.Sizes[axis].Known;

    private static Activation Dense(Node node, Run run, Activation x, int inputs, float[] weight, float[] bias)
    {
        int axis = x.Axes.Count - 1;
        x = run.RequireChannels(node, x, axis);
        return run.Layers.Add(node, new Dense(inputs, bias.Length), x, ("weight", weight), ("bias", bias)).With(axis, Axis.Whole(Role.Channel, bias.Length));
    }
}
