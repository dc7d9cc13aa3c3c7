using MlNetXai.Networks.Layers;
using static MlNetXai.Networks.Interchange.Onnx.OnnxExportGraph;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Recurrent layers: ONNX's operators in layout 0, which every runtime has; initial states are 0 by default.</summary>
internal sealed partial class OnnxExportLayers
{
    // Our blocks are i, f, g, o; ONNX's i, o, f, c.
    private static readonly int[] LstmBlocks = [0, 3, 1, 2];

    private OnnxValue Recurrent(NetworkLayer layer, OnnxValue x, Lstm lstm)
    {
        int hidden = lstm.Hidden;
        string w = graph.Floats($"{layer.Name}.W", Blocks(Weight(layer, "weight_ih"), LstmBlocks), 1, 4 * hidden, lstm.Inputs);
        string r = graph.Floats($"{layer.Name}.R", Blocks(Weight(layer, "weight_hh"), LstmBlocks), 1, 4 * hidden, hidden);
        string b = graph.Floats($"{layer.Name}.B", [.. Blocks(Weight(layer, "bias_ih"), LstmBlocks), .. Blocks(Weight(layer, "bias_hh"), LstmBlocks)], 1, 8 * hidden);
        string raw = graph.Output("LSTM", lstm.ReturnsSequence ? 0 : 1, $"{layer.Name}.states", [graph.In(x, OnnxAxes.StepFirst), w, r, b], Attribute("hidden_size", hidden));
        string axes = graph.Integers($"{layer.Name}.axes", lstm.ReturnsSequence ? 1 : 0);
        return new(layer.Output, lstm.ReturnsSequence ? OnnxAxes.StepFirst : OnnxAxes.Channels, graph.Node("Squeeze", layer.Name, [raw, axes]));
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
