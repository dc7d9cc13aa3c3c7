namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Operators that give constants: nothing of them remains in the network.</summary>
internal static class ConstantOperators
{
    public static IReadOnlyList<Value> Constant(Node node, Run run)
    {
        if (node.Tensor("value") is { } tensor)
            return [run.Read(tensor)];
        if (node.Has("value_float"))
            return [new Constant([], [(float)node.Real("value_float", 0)])];
        if (node.Has("value_int"))
            return [new Constant([], [new Size(node.Int("value_int", 0))])];
        if (node.Floats("value_floats") is { } reals)
            return [new Constant([reals.Count], [.. reals])];
        if (node.Ints("value_ints") is { } numbers)
            return [Import.Constant.Vector([.. numbers.Select(number => new Size(number))])];
        throw new ImportException("it holds no numbers", ImportException.Rewrite);
    }

    public static IReadOnlyList<Value> ConstantOfShape(Node node, Run run)
    {
        Constant value = node.Tensor("value") is { } tensor ? run.Read(tensor) : new([1], [0f]);
        return [Import.Constant.Uniform(node.RequiredConstant(0).Numbers(), value)];
    }

    public static IReadOnlyList<Value> Shape(Node node, Run run)
    {
        IReadOnlyList<Size> sizes = node.Required(0) switch
        {
            Constant constant => constant.Sizes,
            _ => node.Activation().Sizes,
        };
        (long first, long count) = Shapes.Places(node.Int("start", 0), node.Int("end", sizes.Count), 1, sizes.Count);
        return [Import.Constant.Vector([.. sizes.Skip((int)first).Take((int)count)])];
    }

    // Beside Where, part of how PyTorch writes Expand.
    public static IReadOnlyList<Value> Equal(Node node, Run run) => [Import.Constant.Combine(
        node.RequiredConstant(0), node.RequiredConstant(1), (a, b) => a == b ? 1 : 0, (a, b) => a == b ? 1 : 0).ToNumbers()];

    public static IReadOnlyList<Value> Where(Node node, Run run)
    {
        Constant condition = node.RequiredConstant(0), yes = node.RequiredConstant(1), no = node.RequiredConstant(2);
        Constant chosen = Import.Constant.Combine(condition, yes, (c, y) => c * y, (c, y) => c * y);
        return [Import.Constant.Combine(chosen, Import.Constant.Combine(condition, no, (c, n) => (1 - c) * n, (c, n) => (1 - c) * n), (a, b) => a + b, (a, b) => a + b)];
    }
}
