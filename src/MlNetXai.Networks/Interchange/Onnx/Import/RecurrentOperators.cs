using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>LSTM and GRU in one or both directions.</summary>
/// <remarks>
/// ONNX: X <c>[step, row, inputs]</c>, W <c>[direction, gates·hidden, inputs]</c>, R <c>[direction, gates·hidden, hidden]</c>, B <c>[direction, 2·gates·hidden]</c> (of W, then of R);
/// Y <c>[step, direction, row, hidden]</c>, Y_h <c>[direction, row, hidden]</c>; with layout 1 rows stand in front. Gates of an LSTM: i, o, f, c; of a GRU: z, r, h.
/// </remarks>
internal static class RecurrentOperators
{
    // Where ONNX has our blocks i, f, g, o and r, z, n.
    private static readonly int[] LstmBlocks = [0, 2, 3, 1];
    private static readonly int[] GruBlocks = [1, 0, 2];

    public static IReadOnlyList<Value> Lstm(Node node, Run run)
    {
        Cell cell = Cell.Of(node, run, LstmBlocks);
        ImportException.ThrowIf(node.Flag("input_forget"), "coupling of input and forget gate (input_forget)");
        RequireZero(node, 6, "an initial cell state");
        RequireZero(node, 7, "peepholes");
        GateActivation gates = Gates(node, cell.Directions, "Tanh", "Tanh");
        // Both biases add in any case.
        LstmOptions options = new() { Direction = cell.Direction, Gates = gates, OneBias = run.HasOneBias(node) };
        return cell.Outputs(node, run, sequence => new Lstm(cell.Inputs, cell.Hidden, sequence, options), options.OneBias, [new Deferred(node, "the final cell state")]);
    }

    public static IReadOnlyList<Value> Gru(Node node, Run run)
    {
        Cell cell = Cell.Of(node, run, GruBlocks);
        bool resetAfter = node.Flag("linear_before_reset");
        GruOptions options = new() { Direction = cell.Direction, Gates = Gates(node, cell.Directions, "Tanh"), ResetAfter = resetAfter };
        return cell.Outputs(node, run, sequence => new Gru(cell.Inputs, cell.Hidden, sequence, options), oneBias: !resetAfter, []);
    }

    private static void RequireZero(Node node, int input, string what)
    {
        bool isZero = node.Input(input) is null || (node.Input(input) is Constant { IsUniform: true, IsReal: true } constant && constant.Real() == 0);
        ImportException.ThrowIf(!isZero, $"{what} other than zero");
    }

    // The first function is the gates', the others must be those of every LSTM and GRU.
    private static GateActivation Gates(Node node, int directions, params string[] others)
    {
        if (node.Texts("activations") is not { Count: > 0 } names)
            return GateActivation.Sigmoid;
        bool hard = names[0] == "HardSigmoid";
        string[] wanted = [.. Enumerable.Repeat<string[]>([hard ? "HardSigmoid" : "Sigmoid", .. others], directions).SelectMany(own => own)];
        ImportException.ThrowIf(!names.SequenceEqual(wanted), $"activations {string.Join(", ", names)} (Sigmoid or HardSigmoid, then Tanh, in both directions the same)");
        bool isKeras = (node.Floats("activation_alpha") ?? []).All(alpha => alpha == 0.2f) && (node.Floats("activation_beta") ?? []).All(beta => beta == 0.5f);
        ImportException.ThrowIf(hard && !isKeras, "HardSigmoid gates with other numbers than alpha 0.2 and beta 0.5");
        return hard ? GateActivation.HardSigmoid : GateActivation.Sigmoid;
    }

    /// <summary>What LSTM and GRU share: axes, directions, weights.</summary>
    /// <param name="X">The input.</param>
    /// <param name="RowsFirst">Whether rows stand in front (layout 1).</param>
    /// <param name="Direction">Order of the steps.</param>
    /// <param name="Inputs">Channels in.</param>
    /// <param name="Hidden">Units of a direction.</param>
    /// <param name="Weights">W, R and B with blocks in our order, direction after direction.</param>
    private sealed record Cell(Activation X, bool RowsFirst, RecurrentDirection Direction, int Inputs, int Hidden, (float[] W, float[] R, float[] B) Weights)
    {
        public int Directions => Direction == RecurrentDirection.Both ? 2 : 1;

        public static Cell Of(Node node, Run run, int[] blocks)
        {
            Activation x = node.Activation();
            bool rowsFirst = node.Flag("layout");
            (int steps, int rows) = rowsFirst ? (1, 0) : (0, 1);
            if (x.Axes.Count != 3)
                throw new ImportException($"its input has shape [{Shapes.Text(x.Sizes)}] and must have three axes", ImportException.WriteAgain);
            x = run.RequireSteps(node, x, steps, channels: 2);
            if (!x.IsRows(rows) || !x.IsChannels(2))
                throw new ImportException($"it takes axis {rows} as rows and axis 2 as channels, which run over {x.Axes[rows]} and {x.Axes[2]}", Layouts.Remedy);

            ImportException.ThrowIf(node.Has("clip"), "clipping");
            if (node.Constant(4) is { } lengths)
                ImportException.ThrowIf(!lengths.IsUniform || lengths.Real() != x.Shape.Steps, $"a length of rows (sequence_lens) other than the {x.Shape.Steps} steps");
            RequireZero(node, 5, "an initial state");
            RecurrentDirection direction = node.Text("direction", "forward") switch
            {
                "forward" => RecurrentDirection.Forward,
                "reverse" => RecurrentDirection.Backward,
                "bidirectional" => RecurrentDirection.Both,
                string other => throw new ImportException($"its attribute direction is '{other}'", ImportException.WriteAgain),
            };
            int directions = direction == RecurrentDirection.Both ? 2 : 1, inputs = x.Shape.Channels;
            long stated = node.RequiredInt("hidden_size");
            int hidden = stated is >= 1 and <= 1 << 20 ? (int)stated : throw new ImportException($"its hidden_size is {stated}", ImportException.WriteAgain);
            int gates = checked(blocks.Length * hidden);
            return new(x, rowsFirst, direction, inputs, hidden,
            (
                Ordered(node.Weights(1, directions, gates, inputs), directions, blocks),
                Ordered(node.Weights(2, directions, gates, hidden), directions, blocks),
                node.Input(3) is null ? new float[2 * directions * gates] : Ordered(node.Weights(3, directions, 2 * gates), 2 * directions, blocks)));
        }

        /// <summary>Y and Y_h, two layers of which the network keeps those that are read, and what follows them.</summary>
        public IReadOnlyList<Value> Outputs(Node node, Run run, Func<bool, Layer> layer, bool oneBias, IReadOnlyList<Value> others)
        {
            (string, float[])[] weights = [.. Enumerable.Range(0, Directions).SelectMany(own => Of(own, oneBias))];
            Axis direction = Axis.Of([new(Role.Channel, Directions, Hidden)]), unit = Axis.Of([new(Role.Channel, Hidden)]), rows = X.Axes[RowsFirst ? 0 : 1], steps = X.Axes[RowsFirst ? 1 : 0];
            Activation y = run.Layers.Add(node, layer(true), X, weights) with { Axes = RowsFirst ? [rows, steps, direction, unit] : [steps, direction, rows, unit] };
            Activation final = run.Layers.Add(node, layer(false), X, weights) with { Axes = RowsFirst ? [rows, direction, unit] : [direction, rows, unit] };
            if (Direction == RecurrentDirection.Forward)
                run.Layers.HasFinal(y, final);
            return [y, final, .. others];
        }

        private (string Name, float[] Values)[] Of(int direction, bool oneBias)
        {
            string suffix = direction == 1 || Direction == RecurrentDirection.Backward ? "_reverse" : "";
            float[] input = Part(Weights.B, 2 * direction, 2 * Directions), hidden = Part(Weights.B, (2 * direction) + 1, 2 * Directions);
            (string, float[])[] biases = oneBias
                ? [($"bias{suffix}", [.. input.Zip(hidden, (a, b) => a + b)])]
                : [($"bias_ih{suffix}", input), ($"bias_hh{suffix}", hidden)];
            return [($"weight_ih{suffix}", Part(Weights.W, direction, Directions)), ($"weight_hh{suffix}", Part(Weights.R, direction, Directions)), .. biases];
        }

        private static float[] Part(float[] values, int part, int parts) => values[(values.Length / parts * part)..(values.Length / parts * (part + 1))];

        private static float[] Ordered(float[] values, int parts, int[] blocks)
        {
            int length = values.Length / parts / blocks.Length;
            float[] ordered = new float[values.Length];
            for (int part = 0; part < parts; part++)
            {
                for (int i = 0; i < blocks.Length; i++)
                    values.AsSpan(((part * blocks.Length) + blocks[i]) * length, length).CopyTo(ordered.AsSpan(((part * blocks.Length) + i) * length));
            }

            return ordered;
        }
    }
}
