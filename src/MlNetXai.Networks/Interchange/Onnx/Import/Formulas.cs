using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Formulas that exporters write out, recognised at their last node: GELU of both forms and layer norm.</summary>
/// <remarks>
/// Numbers may be grouped in any way: with u = k·x, GELU is ½u(1 + erf(u/√2)) or ½u(1 + tanh(√(2/π)(u + 0.044715u³))) (Hendrycks and Gimpel 2016, arXiv:1606.08415).
/// Layer norm is d/√(mean(d²) + ε) with d = x − mean(x) over the channels (Ba, Kiros and Hinton 2016, arXiv:1607.06450).
/// </remarks>
internal static class Formulas
{
    // Exporters write the constants in single precision or with few digits.
    private const double Tolerance = 1e-4;

    // No formula here is deeper or has more factors: what a file has beyond is another.
    private const int DeepestFormula = 12;
    private const int MostFactors = 4;

    /// <summary>The whole formula that ends in this node, or a value that can only be part of one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="run">The reading it is part of.</param>
    /// <param name="meaning">What the node gives, should anything else read it.</param>
    public static IReadOnlyList<Value> Defer(Node node, Run run, string meaning)
    {
        Value? whole = node.Operator switch
        {
            "Mul" => Gelu(node, run),
            "Div" => Gelu(node, run) ?? LayerNorm(node, run),
            _ => null,
        };
        return [whole ?? new Deferred(node, meaning)];
    }

    private static Activation? Gelu(Node node, Run run)
    {
        Product product = new();
        if (!product.Multiply(node.Proto, run, DeepestFormula) || product.Names.Count != 2)
            return null;
        int curve = product.Names.FindIndex(name => OnePlus(name, run) is not null);
        if (curve < 0 || run[product.Names[1 - curve]] is not Activation x || OnePlus(product.Names[curve], run) is not { } function)
            return null;

        double k = 2 * product.Factor;
        bool tanh = function.OpType == "Tanh";
        double linear = tanh ? Math.Sqrt(2 / Math.PI) * k : k / Math.Sqrt(2), cubic = tanh ? 0.044715 * Math.Sqrt(2 / Math.PI) * k * k * k : 0;
        double[]? argument = new Polynomials(run, product.Names[1 - curve]).Of(function.Input[0], DeepestFormula);
        if (argument is null || !Near(argument[0], 0) || !Near(argument[1], linear) || !Near(argument[2], 0) || !Near(argument[3], cubic))
            return null;
        Activation u = Near(k, 1) ? x : ArithmeticOperators.Affine(node, run, x with { IsOnlyReader = false }, (float)k);
        return run.Layers.Add(node, new Gelu(tanh), u);
    }

    private static Activation? LayerNorm(Node node, Run run)
    {
        string difference = node.Proto.Input[0], root = node.Proto.Input[1];
        if (Difference(difference, run) is not { } d || run.Producer(root) is not { } divisor)
            return null;
        bool isRoot = divisor.OpType == "Sqrt" || (divisor.OpType == "Pow" && run.Scalar(divisor.Input[1]) == 0.5);
        if (!isRoot || run.Producer(divisor.Input[0]) is not { OpType: "Add" } sum)
            return null;
        int epsilon = run.Scalar(sum.Input[1]) is null ? 0 : 1;
        if (run.Scalar(sum.Input[epsilon]) is not double value
            || Mean(sum.Input[1 - epsilon], run) is not { } variance || Shapes.Axis(variance.Axis, d.X.Axes.Count) != d.Axis || !IsSquare(variance.Of))
            return null;
        Activation x = run.RequireChannels(node, d.X, d.Axis);
        float[] ones = new float[x.Shape.Channels];
        Array.Fill(ones, 1);
        return run.Layers.Add(node, new LayerNorm(x.Shape.Channels, Node.Shortest((float)value)), x, ("weight", ones), ("bias", new float[ones.Length]));

        bool IsSquare(string name) => run.Producer(name) switch
        {
            { OpType: "Pow" } power => run.Scalar(power.Input[1]) == 2 && Difference(power.Input[0], run) == d,
            { OpType: "Mul" } product => product.Input[0] == product.Input[1] && Difference(product.Input[0], run) == d,
            _ => false,
        };
    }

    // 1 + erf(u) or 1 + tanh(u): the node of erf or tanh.
    private static NodeProto? OnePlus(string name, Run run)
    {
        if (run.Producer(name) is not { OpType: "Add" } sum || sum.Input.Count != 2)
            return null;
        int one = run.Scalar(sum.Input[1]) is null ? 0 : 1;
        return run.Scalar(sum.Input[one]) == 1 && run.Producer(sum.Input[1 - one]) is { OpType: "Erf" or "Tanh" } function ? function : null;
    }

    // x − mean(x) over one axis.
    private static (Activation X, int Axis)? Difference(string name, Run run) =>
        run.Producer(name) is { OpType: "Sub" } difference && Mean(difference.Input[1], run) is { } mean && mean.Of == difference.Input[0] && run[mean.Of] is Activation x
            ? (x, Shapes.Axis(mean.Axis, x.Axes.Count))
            : null;

    private static (string Of, long Axis)? Mean(string name, Run run)
    {
        if (run.Producer(name) is not { OpType: "ReduceMean" } proto)
            return null;
        Node mean = run.NodeOf(proto);
        return mean.Axes(1, inputFrom: 18) is [long axis] && mean.Flag("keepdims", otherwise: true) ? (proto.Input[0], axis) : null;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(b), 1e-2);

    // A product taken apart: a number and names, down to what a layer gives.
    private sealed class Product
    {
        public double Factor { get; private set; } = 1;

        public List<string> Names { get; } = [];

        public bool Multiply(NodeProto product, Run run, int depth)
        {
            if (product.OpType == "Div")
            {
                if (run.Scalar(product.Input[1]) is not double divisor || divisor == 0)
                    return false;
                Factor /= divisor;
                return Multiply(product.Input[0], run, depth);
            }

            return Multiply(product.Input[0], run, depth) && Multiply(product.Input[1], run, depth);
        }

        private bool Multiply(string name, Run run, int depth)
        {
            if (run.Scalar(name) is double number)
            {
                Factor *= number;
                return true;
            }

            bool isProduct = depth > 0 && run.Producer(name) is { OpType: "Mul" or "Div", Input.Count: 2 } node
                && (run[name] is Deferred || node.Input.All(input => run.Scalar(input) is not null || run[input] is Activation) && node.Input.Any(input => run.Scalar(input) is not null))
                && !(node.OpType == "Div" && run.Scalar(node.Input[1]) is null);
            if (isProduct)
                return Multiply(run.Producer(name)!, run, depth - 1);
            Names.Add(name);
            return Names.Count <= MostFactors;
        }
    }

    // Coefficients of powers 0 … 3 of one value.
    private sealed class Polynomials(Run run, string variable)
    {
        private const int Degree = 3;

        private readonly Dictionary<string, double[]?> _known = [];

        public double[]? Of(string name, int depth)
        {
            if (name == variable)
                return [0, 1, 0, 0];
            if (run.Scalar(name) is double number)
                return [number, 0, 0, 0];
            if (depth == 0 || run.Producer(name) is not { } node)
                return null;
            if (!_known.TryGetValue(name, out double[]? known))
                _known[name] = known = Compute(node, depth - 1);
            return known;
        }

        private double[]? Compute(NodeProto node, int depth) => node.OpType switch
        {
            "Add" => Combine(node, depth, (a, b) => a + b),
            "Sub" => Combine(node, depth, (a, b) => a - b),
            "Mul" => Product(Of(node.Input[0], depth), Of(node.Input[1], depth)),
            "Div" => run.Scalar(node.Input[1]) is double divisor && divisor != 0 ? Product(Of(node.Input[0], depth), [1 / divisor, 0, 0, 0]) : null,
            "Pow" => (run.Scalar(node.Input[1]), Of(node.Input[0], depth)) switch
            {
                (2, var own) => Product(own, own),
                (3, var own) => Product(own, Product(own, own)),
                _ => null,
            },
            _ => null,
        };

        private double[]? Combine(NodeProto node, int depth, Func<double, double, double> function) =>
            Of(node.Input[0], depth) is { } a && Of(node.Input[1], depth) is { } b ? [.. a.Zip(b, function)] : null;

        private static double[]? Product(double[]? a, double[]? b)
        {
            if (a is null || b is null)
                return null;
            double[] product = new double[Degree + 1];
            for (int i = 0; i <= Degree; i++)
            {
                for (int j = 0; j <= Degree; j++)
                {
                    if (a[i] * b[j] != 0 && i + j > Degree)
                        return null;
                    if (i + j <= Degree)
                        product[i + j] += a[i] * b[j];
                }
            }

            return product;
        }
    }
}
