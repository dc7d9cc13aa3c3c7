using MlNetXai.Networks.Layers;
using static MlNetXai.Networks.Interchange.Onnx.OnnxExportGraph;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Normalisation and activations. What acts on each value, or on each step, takes its input in the order of axes in which it is made.</summary>
internal sealed partial class OnnxExportLayers
{
    private OnnxValue Activation(NetworkLayer layer, OnnxValue x, string operation, params IReadOnlyList<AttributeProto> attributes) =>
        new(layer.Output, x.Axes, graph.Node(operation, layer.Name, [graph.In(x, x.Axes)], attributes));

    private OnnxValue Softmax(NetworkLayer layer, OnnxValue x) => Activation(layer, x, "Softmax", Attribute("axis", ChannelAxis(x.Axes)));

    // x·½(1 + erf(x/√2)): the operator of that name came with opset 20.
    private OnnxValue Gelu(NetworkLayer layer, OnnxValue x, Gelu gelu)
    {
        string from = graph.In(x, x.Axes), name = layer.Name;
        string bend;
        if (gelu.TanhForm)
        {
            string cube = graph.Node("Mul", $"{name}.cube", [graph.Node("Mul", $"{name}.square", [from, from]), from]);
            string sum = graph.Node("Add", $"{name}.sum", [from, graph.Node("Mul", $"{name}.share", [cube, graph.Scalar($"{name}.cubic", 0.044715)])]);
            bend = graph.Node("Tanh", $"{name}.tanh", [graph.Node("Mul", $"{name}.argument", [sum, graph.Scalar($"{name}.slope", Math.Sqrt(2 / Math.PI))])]);
        }
        else
        {
            bend = graph.Node("Erf", $"{name}.erf", [graph.Node("Div", $"{name}.argument", [from, graph.Scalar($"{name}.root", Math.Sqrt(2))])]);
        }

        string gate = graph.Node("Add", $"{name}.gate", [bend, graph.Scalar($"{name}.one", 1)]);
        string product = graph.Node("Mul", $"{name}.product", [from, gate]);
        return new(layer.Output, x.Axes, graph.Node("Mul", name, [product, graph.Scalar($"{name}.half", 0.5)]));
    }

    // Channels must be axis 1.
    private OnnxValue BatchNormalization(NetworkLayer layer, OnnxValue x, BatchNorm1d norm)
    {
        OnnxAxes axes = x.Shape.Steps == 1 ? OnnxAxes.Channels : OnnxAxes.ChannelTime;
        return new(layer.Output, axes, graph.Node("BatchNormalization", layer.Name,
        [
            graph.In(x, axes),
            .. norm.Weights.Select(weight => graph.Floats($"{layer.Name}.{weight.Name}", Weight(layer, weight.Name), norm.Channels)),
        ], Attribute("epsilon", norm.Epsilon)));
    }

    // Channels must be the last axis. Runtimes refuse a single channel, of which nothing but the bias is left.
    private OnnxValue LayerNormalization(NetworkLayer layer, OnnxValue x, LayerNorm norm)
    {
        if (norm.Channels == 1)
        {
            string nothing = graph.Node("Mul", $"{layer.Name}.nothing", [graph.In(x, x.Axes), graph.Scalar($"{layer.Name}.zero", 0)]);
            return new(layer.Output, x.Axes, graph.Node("Add", layer.Name, [nothing, graph.Scalar($"{layer.Name}.bias", Weight(layer, "bias")[0])]));
        }

        OnnxAxes axes = x.Axes == OnnxAxes.ChannelTime ? OnnxAxes.TimeChannel : x.Axes;
        return new(layer.Output, axes, graph.Node("LayerNormalization", layer.Name,
        [
            graph.In(x, axes),
            .. norm.Weights.Select(weight => graph.Floats($"{layer.Name}.{weight.Name}", Weight(layer, weight.Name), norm.Channels)),
        ], Attribute("axis", -1), Attribute("epsilon", norm.Epsilon)));
    }

    private OnnxValue Affine(NetworkLayer layer, OnnxValue x, Affine affine)
    {
        int[] shape = x.Axes == OnnxAxes.ChannelTime ? [affine.Channels, 1] : [affine.Channels];
        string product = graph.Node("Mul", $"{layer.Name}.product", [graph.In(x, x.Axes), graph.Floats($"{layer.Name}.scale", Weight(layer, "scale"), shape)]);
        return new(layer.Output, x.Axes, graph.Node("Add", layer.Name, [product, graph.Floats($"{layer.Name}.shift", Weight(layer, "shift"), shape)]));
    }
}
