using MlNetXai.Networks.Layers;
using static MlNetXai.Networks.Interchange.Onnx.OnnxExportGraph;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Recurrent layers: ONNX's operators in layout 0, which every runtime has; initial states are 0 by default.</summary>
/// <remarks>
/// W <c>[direction, blocks·hidden, inputs]</c>, R <c>[direction, blocks·hidden, hidden]</c>, B <c>[direction, 2·blocks·hidden]</c> with both biases one behind the other;
/// Y <c>[step, direction, batch, hidden]</c>, Y_h <c>[direction, batch, hidden]</c>.
/// </remarks>
internal sealed partial class OnnxExportLayers
{
    // Place among our blocks (LSTM i, f, g, o; GRU r, z, n) of each of ONNX's (i, o, f, c; z, r, h).
    private static readonly int[] LstmBlocks = [0, 3, 1, 2], GruBlocks = [1, 0, 2];

    private OnnxValue Recurrent(NetworkLayer layer, OnnxValue x, Lstm lstm) => Recurrent(layer, x, lstm, "LSTM", LstmBlocks, lstm.OneBias, Activations(lstm, "Tanh", "Tanh"));

    private OnnxValue Recurrent(NetworkLayer layer, OnnxValue x, Gru gru) =>
        Recurrent(layer, x, gru, "GRU", GruBlocks, !gru.ResetAfter, [Attribute("linear_before_reset", gru.ResetAfter ? 1 : 0), .. Activations(gru, "Tanh")]);

    private OnnxValue Recurrent(
        NetworkLayer layer, OnnxValue x, RecurrentLayer recurrent, string operation, int[] blocks, bool oneBias, IReadOnlyList<AttributeProto> attributes)
    {
        int hidden = recurrent.Hidden, rows = blocks.Length * hidden;
        string[] directions = recurrent.Direction switch { RecurrentDirection.Forward => [""], RecurrentDirection.Backward => ["_reverse"], _ => ["", "_reverse"] };
        List<float> w = [], r = [], b = [];
        foreach (string direction in directions)
        {
            w.AddRange(Blocks(Weight(layer, $"weight_ih{direction}"), blocks));
            r.AddRange(Blocks(Weight(layer, $"weight_hh{direction}"), blocks));
            b.AddRange(Blocks(Weight(layer, $"{(oneBias ? "bias" : "bias_ih")}{direction}"), blocks));
            b.AddRange(oneBias ? new float[rows] : Blocks(Weight(layer, $"bias_hh{direction}"), blocks));
        }

        string states = graph.Output(operation, recurrent.ReturnsSequence ? 0 : 1, layer.Name,
        [
            graph.In(x, OnnxAxes.StepFirst),
            graph.Floats($"{layer.Name}.W", w.ToArray(), directions.Length, rows, recurrent.Inputs),
            graph.Floats($"{layer.Name}.R", r.ToArray(), directions.Length, rows, hidden),
            graph.Floats($"{layer.Name}.B", b.ToArray(), directions.Length, 2 * rows),
        ],
        [
            Attribute("hidden_size", hidden),
            Attribute("direction", recurrent.Direction switch { RecurrentDirection.Forward => "forward", RecurrentDirection.Backward => "reverse", _ => "bidirectional" }),
            .. attributes,
        ]);
        if (recurrent is Lstm { OneBias: true })
            _oneBias.Add(states);
        return recurrent.ReturnsSequence
            ? new(layer.Output, OnnxAxes.StepFirst, Joined(layer, states, directions.Length, directionAxis: 1, permutation: [0, 2, 1, 3], shape: [0, 0, recurrent.Outputs]))
            : new(layer.Output, OnnxAxes.Channels, Joined(layer, states, directions.Length, directionAxis: 0, permutation: [1, 0, 2], shape: [0, recurrent.Outputs]));
    }

    // Hidden states of all directions side by side as channels; 0 in a shape copies a size.
    private string Joined(NetworkLayer layer, string states, int directions, int directionAxis, long[] permutation, long[] shape)
    {
        if (directions == 1)
            return graph.Node("Squeeze", $"{layer.Name}.channels", [states, graph.Integers($"{layer.Name}.axes", directionAxis)]);
        string turned = graph.Node("Transpose", $"{layer.Name}.turned", [states], Attribute("perm", permutation));
        return graph.Node("Reshape", $"{layer.Name}.channels", [turned, graph.Integers($"{layer.Name}.shape", shape)]);
    }

    // Without a word, ONNX takes Sigmoid for gates and Tanh elsewhere. α and β are those of hard sigmoids, one each per direction.
    private static AttributeProto[] Activations(RecurrentLayer recurrent, params string[] others)
    {
        if (recurrent.Gates == GateActivation.Sigmoid)
            return [];
        int directions = recurrent.Direction == RecurrentDirection.Both ? 2 : 1;
        return
        [
            Attribute("activations", Enumerable.Repeat((string[])["HardSigmoid", .. others], directions).SelectMany(names => names)),
            Attribute("activation_alpha", Enumerable.Repeat(0.2f, directions)), Attribute("activation_beta", Enumerable.Repeat(0.5f, directions)),
        ];
    }

    // Equal blocks of rows in another order.
    private static float[] Blocks(ReadOnlySpan<float> weight, int[] order)
    {
        int length = weight.Length / order.Length;
        float[] result = new float[weight.Length];
        for (int i = 0; i < order.Length; i++)
            weight.Slice(order[i] * length, length).CopyTo(result.AsSpan(i * length));
        return result;
    }
}
