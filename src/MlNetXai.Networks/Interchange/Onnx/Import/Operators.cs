namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>ONNX's operators by name: what each makes of its inputs.</summary>
internal static class Operators
{
    private static readonly SortedDictionary<string, Func<Node, Run, IReadOnlyList<Value>>> Known = new(StringComparer.Ordinal)
    {
        ["Add"] = ArithmeticOperators.Add,
        ["AveragePool"] = WindowOperators.AveragePool,
        ["BatchNormalization"] = NormalisationOperators.BatchNormalization,
        ["Cast"] = ShapeOperators.Cast,
        ["Concat"] = ShapeOperators.Concat,
        ["Constant"] = ConstantOperators.Constant,
        ["ConstantOfShape"] = ConstantOperators.ConstantOfShape,
        ["Conv"] = WindowOperators.Conv,
        ["Div"] = ArithmeticOperators.Div,
        ["Dropout"] = ActivationOperators.Dropout,
        ["Elu"] = ActivationOperators.Elu,
        ["Equal"] = ConstantOperators.Equal,
        ["Erf"] = ActivationOperators.Erf,
        ["Expand"] = ShapeOperators.Expand,
        ["Flatten"] = ShapeOperators.Flatten,
        ["GRU"] = RecurrentOperators.Gru,
        ["Gather"] = ShapeOperators.Gather,
        ["Gelu"] = ActivationOperators.Gelu,
        ["Gemm"] = DenseOperators.Gemm,
        ["GlobalAveragePool"] = WindowOperators.GlobalAveragePool,
        ["GlobalMaxPool"] = WindowOperators.GlobalMaxPool,
        ["HardSigmoid"] = ActivationOperators.HardSigmoid,
        ["Identity"] = ShapeOperators.Identity,
        ["LSTM"] = RecurrentOperators.Lstm,
        ["LayerNormalization"] = NormalisationOperators.LayerNormalization,
        ["LeakyRelu"] = ActivationOperators.LeakyRelu,
        ["MatMul"] = DenseOperators.MatMul,
        ["MaxPool"] = WindowOperators.MaxPool,
        ["Mul"] = ArithmeticOperators.Mul,
        ["Neg"] = ArithmeticOperators.Neg,
        ["Pad"] = WindowOperators.Pad,
        ["Pow"] = ArithmeticOperators.Pow,
        ["ReduceMean"] = NormalisationOperators.ReduceMean,
        ["Relu"] = ActivationOperators.Relu,
        ["Reshape"] = ShapeOperators.Reshape,
        ["Shape"] = ConstantOperators.Shape,
        ["Sigmoid"] = ActivationOperators.Sigmoid,
        ["Slice"] = ShapeOperators.Slice,
        ["Softmax"] = ActivationOperators.Softmax,
        ["Split"] = ShapeOperators.Split,
        ["Sqrt"] = ArithmeticOperators.Sqrt,
        ["Squeeze"] = ShapeOperators.Squeeze,
        ["Sub"] = ArithmeticOperators.Sub,
        ["Tanh"] = ActivationOperators.Tanh,
        ["Transpose"] = ShapeOperators.Transpose,
        ["Unsqueeze"] = ShapeOperators.Unsqueeze,
        ["Where"] = ConstantOperators.Where,
    };

    /// <summary>Names of the operators that are read.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>What the node gives, in the order of its outputs; fewer where the last are not carried over.</summary>
    /// <exception cref="ImportException">The operator is unknown, or uses what no layer has.</exception>
    public static IReadOnlyList<Value> Read(Node node, Run run)
    {
        if (node.Proto.Domain is not ("" or "ai.onnx"))
            throw new ImportException($"operator {node.Operator} is of the domain '{node.Proto.Domain}'; ONNX's own operators are read", ImportException.Rewrite);
        if (node.Operator is "If" or "Loop" or "Scan")
            throw new ImportException("a graph whose way depends on values (control flow) is not read", "Export the model for fixed sizes, so that its way is known.");
        return Known.TryGetValue(node.Operator, out Func<Node, Run, IReadOnlyList<Value>>? read)
            ? read(node, run)
            : throw new ImportException($"operator {node.Operator} is not read; these are: {string.Join(", ", Known.Keys)}", ImportException.Rewrite);
    }
}
