using MlNetXai.Networks.Layers;
using static MlNetXai.Networks.Interchange.Onnx.OnnxExportGraph;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Convolution and pooling. Padding stands as numbers, since ONNX has other rules for "same".</summary>
internal sealed partial class OnnxExportLayers
{
    private OnnxValue Conv(NetworkLayer layer, OnnxValue x, Conv1d convolution)
    {
        List<string> inputs =
        [
            graph.In(x, OnnxAxes.ChannelTime),
            graph.Floats($"{layer.Name}.weight", Weight(layer, "weight"), convolution.Outputs, convolution.Inputs / convolution.Groups, convolution.Kernel),
        ];
        if (convolution.HasBias)
            inputs.Add(graph.Floats($"{layer.Name}.bias", Weight(layer, "bias"), convolution.Outputs));
        return new(layer.Output, OnnxAxes.ChannelTime, graph.Node("Conv", layer.Name, inputs,
        [
            .. Window(SlidingWindow.Of(convolution.Kernel, convolution.Stride, convolution.Dilation, convolution.Padding), x.Shape.Steps),
            Attribute("group", convolution.Groups),
        ]));
    }

    // Runtimes refuse a pooling whose padding is as wide as its window; a margin of −∞ is the same thing.
    private OnnxValue MaxPool(NetworkLayer layer, OnnxValue x, MaxPool1d pool)
    {
        var window = SlidingWindow.Of(pool.Size, pool.Stride, pool.Dilation, pool.Padding);
        if (PadsLessThanWindow(window, x.Shape.Steps))
            return InChannelTime("MaxPool", layer, x, Window(window, x.Shape.Steps));

        (int left, int right) = window.Margins(x.Shape.Steps);
        string padded = graph.Node("Pad", $"{layer.Name}.padded",
        [
            graph.In(x, OnnxAxes.ChannelTime), graph.Integers($"{layer.Name}.pads", 0, 0, left, 0, 0, right),
            graph.Scalar($"{layer.Name}.smallest", double.NegativeInfinity),
        ]);
        return new(layer.Output, OnnxAxes.ChannelTime, graph.Node("MaxPool", layer.Name, [padded], Window(window with { Padding = Padding.Valid }, x.Shape.Steps)));
    }

    // Opset 17 has no dilated average: then, as with wide padding, each channel is convolved with 1/size, and windows that reach over an end are scaled up.
    private OnnxValue AveragePool(NetworkLayer layer, OnnxValue x, AveragePool1d pool)
    {
        int steps = x.Shape.Steps, channels = x.Shape.Channels;
        var window = SlidingWindow.Of(pool.Size, pool.Stride, pool.Dilation, pool.Padding);
        if (pool.Dilation == 1 && PadsLessThanWindow(window, steps))
        {
            return InChannelTime(
                "AveragePool", layer, x, [.. Window(window, steps).Where(attribute => attribute.Name != "dilations"), Attribute("count_include_pad", pool.IncludePadding ? 1 : 0)]);
        }

        float[] taps = new float[channels * pool.Size];
        taps.AsSpan().Fill(1f / pool.Size);
        string weight = graph.Floats($"{layer.Name}.weight", taps, channels, 1, pool.Size);
        float[] scales = [.. Enumerable.Range(0, layer.Output.Steps).Select(t => pool.IncludePadding ? 1 : (float)pool.Size / window.Taps(t, steps).Count)];
        bool scaled = scales.Any(scale => scale != 1);
        string mean = graph.Node("Conv", scaled ? $"{layer.Name}.mean" : layer.Name, [graph.In(x, OnnxAxes.ChannelTime), weight], [.. Window(window, steps), Attribute("group", channels)]);
        return new(layer.Output, OnnxAxes.ChannelTime, scaled ? graph.Node("Mul", layer.Name, [mean, graph.Floats($"{layer.Name}.scale", scales, scales.Length)]) : mean);
    }

    private static bool PadsLessThanWindow(SlidingWindow window, int steps)
    {
        (int left, int right) = window.Margins(steps);
        return left < window.Size && right < window.Size;
    }

    private static AttributeProto[] Window(SlidingWindow window, int steps)
    {
        (int left, int right) = window.Margins(steps);
        return
        [
            Attribute("kernel_shape", [(long)window.Size]), Attribute("strides", [(long)window.Stride]), Attribute("dilations", [(long)window.Dilation]),
            Attribute("pads", [(long)left, right]),
        ];
    }
}
