using MlNetXai.Networks.Layers;
using static MlNetXai.Networks.Interchange.Onnx.OnnxExportGraph;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>What nodes each kind of layer is in an ONNX graph.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="network">Whose layers they are.</param>
internal sealed partial class OnnxExportLayers(OnnxExportGraph graph, Network network)
{
    private readonly List<string> _notes = [];
    private readonly List<string> _oneBias = [];

    /// <summary>What the graph does not carry, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Names of nodes whose second bias is none of the network's.</summary>
    public IReadOnlyList<string> OneBias => _oneBias;

    /// <summary>Adds a layer's nodes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">What it reads.</param>
    public OnnxValue Export(NetworkLayer layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxValue x = inputs[0];
        return layer.Layer switch
        {
            Add => Sum(layer, inputs),
            Affine affine => Affine(layer, x, affine),
            AveragePool1d pool => AveragePool(layer, x, pool),
            BatchNorm1d norm => BatchNormalization(layer, x, norm),
            Concatenate concatenate => Concat(layer, inputs, concatenate.Axis),
            Conv1d convolution => Conv(layer, x, convolution),
            Dense dense => Dense(layer, x, dense),
            Dropout => x,
            Elu elu => Activation(layer, x, "Elu", Attribute("alpha", elu.Alpha)),
            Flatten flatten => Flatten(layer, x, flatten.Order == FlattenOrder.TimeMajor ? OnnxAxes.TimeChannel : OnnxAxes.ChannelTime),
            Gelu gelu => Gelu(layer, x, gelu),
            GlobalAveragePool => InChannelTime("GlobalAveragePool", layer, x),
            GlobalMaxPool => InChannelTime("GlobalMaxPool", layer, x),
            Gru gru => Recurrent(layer, x, gru),
            HardSigmoid sigmoid => Activation(layer, x, "HardSigmoid", Attribute("alpha", sigmoid.Alpha), Attribute("beta", sigmoid.Beta)),
            LayerNorm norm => LayerNormalization(layer, x, norm),
            LeakyRelu relu => Activation(layer, x, "LeakyRelu", Attribute("alpha", relu.NegativeSlope)),
            Lstm lstm => Recurrent(layer, x, lstm),
            Masking => Unmasked(layer, x),
            MaxPool1d pool => MaxPool(layer, x, pool),
            Relu => Activation(layer, x, "Relu"),
            Sigmoid => Activation(layer, x, "Sigmoid"),
            Slice slice => Slice(layer, x, slice),
            SoftmaxLayer => Softmax(layer, x),
            Tanh => Activation(layer, x, "Tanh"),
            _ => throw new MlNetXaiException($"Network '{network.Name}', layer '{layer.Name}': a layer of kind '{layer.Layer.Kind}' has no form in ONNX. Save the network as safetensors."),
        };
    }

    private OnnxValue Sum(NetworkLayer layer, IReadOnlyList<OnnxValue> inputs)
    {
        OnnxAxes axes = Common(inputs);
        string sum = graph.In(inputs[0], axes);
        for (int i = 1; i < inputs.Count; i++)
            sum = graph.Node("Add", i == inputs.Count - 1 ? layer.Name : $"{layer.Name}.{i}", [sum, graph.In(inputs[i], axes)]);
        return inputs.Count == 1 ? inputs[0] : new(layer.Output, axes, sum);
    }

    private OnnxValue Concat(NetworkLayer layer, IReadOnlyList<OnnxValue> inputs, ConcatenateAxis axis)
    {
        if (inputs.Count == 1)
            return inputs[0];
        OnnxAxes axes = Common(inputs);
        if (axes == OnnxAxes.Channels && axis == ConcatenateAxis.Steps)
            axes = OnnxAxes.TimeChannel;
        long place = axis == ConcatenateAxis.Steps ? StepAxis(axes) : ChannelAxis(axes);
        return new(layer.Output, axes, graph.Node("Concat", layer.Name, [.. inputs.Select(input => graph.In(input, axes))], Attribute("axis", place)));
    }

    // A row of one step is a matrix product; channels before steps are a convolution with one tap.
    private OnnxValue Dense(NetworkLayer layer, OnnxValue x, Dense dense)
    {
        ReadOnlySpan<float> weight = Weight(layer, "weight");
        string bias = graph.Floats($"{layer.Name}.bias", Weight(layer, "bias"), dense.Outputs);
        if (layer.Output.Steps == 1)
        {
            string matrix = graph.Floats($"{layer.Name}.weight", weight, dense.Outputs, dense.Inputs);
            return new(layer.Output, OnnxAxes.Channels, graph.Node("Gemm", layer.Name, [graph.In(x, OnnxAxes.Channels), matrix, bias], Attribute("transB", 1)));
        }

        if (x.Axes == OnnxAxes.ChannelTime)
        {
            string taps = graph.Floats($"{layer.Name}.weight", weight, dense.Outputs, dense.Inputs, 1);
            return new(layer.Output, x.Axes, graph.Node("Conv", layer.Name, [graph.In(x, x.Axes), taps, bias], Attribute("kernel_shape", [1L])));
        }

        string transposed = graph.Floats($"{layer.Name}.weight", Transposed(weight, dense.Outputs, dense.Inputs), dense.Inputs, dense.Outputs);
        string product = graph.Node("MatMul", $"{layer.Name}.product", [graph.In(x, x.Axes), transposed]);
        return new(layer.Output, x.Axes, graph.Node("Add", layer.Name, [product, bias]));
    }

    private OnnxValue Flatten(NetworkLayer layer, OnnxValue x, OnnxAxes order) => x.Shape.Steps == 1
        ? x
        : new(layer.Output, OnnxAxes.Channels, graph.Node("Flatten", layer.Name, [graph.In(x, order)], Attribute("axis", 1)));

    private OnnxValue Slice(NetworkLayer layer, OnnxValue x, Slice slice)
    {
        if (layer.Output == x.Shape)
            return x;
        long axis = slice.Axis == SliceAxis.Steps ? StepAxis(x.Axes) : ChannelAxis(x.Axes);
        return new(layer.Output, x.Axes, graph.Node("Slice", layer.Name,
        [
            graph.In(x, x.Axes), graph.Integers($"{layer.Name}.starts", slice.Start), graph.Integers($"{layer.Name}.ends", slice.Start + slice.Count),
            graph.Integers($"{layer.Name}.axes", axis),
        ]));
    }

    private OnnxValue Unmasked(NetworkLayer layer, OnnxValue x)
    {
        _notes.Add($"Layer '{layer.Name}' (masking) is left out: in the file every step counts as data.");
        return x;
    }

    private OnnxValue InChannelTime(string operation, NetworkLayer layer, OnnxValue x, params IReadOnlyList<AttributeProto> attributes) =>
        new(layer.Output, OnnxAxes.ChannelTime, graph.Node(operation, layer.Name, [graph.In(x, OnnxAxes.ChannelTime)], attributes));

    private ReadOnlySpan<float> Weight(NetworkLayer layer, string name)
    {
        int start = layer.WeightStart;
        foreach (WeightShape shape in layer.Layer.Weights)
        {
            if (shape.Name == name)
                return network.Weights.Slice(start, shape.Length);
            start += shape.Length;
        }

        throw new ArgumentException($"Layer '{layer.Name}' has no weight '{name}'.", nameof(name));
    }

    private static float[] Transposed(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        float[] result = new float[matrix.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                result[(j * rows) + i] = matrix[(i * columns) + j];
        }

        return result;
    }
}
