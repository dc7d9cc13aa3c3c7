using MlNetXai.Networks.Interchange.Onnx;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Files of PyTorch's exporter (Golden/onnx, made by the script there): logits and input gradients as PyTorch computed them.</summary>
public sealed class OnnxImportTorchTests
{
    // PyTorch's sums are in another order, and its exporter folds batch norm into weights.
    private const float Tolerance = 1e-5f;

    private static readonly IReadOnlyDictionary<string, NpzArray> Expected = NpzReader.Read(OnnxFiles.Path("expected.npz"));

    public static TheoryData<string> Files => [.. Directory.GetFiles(OnnxFiles.Folder, "*.onnx").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_FileOfPyTorch_LogitsAndGradientsAsThere(string file)
    {
        string network = file[..file.IndexOf('.')];
        // Dense layers alone do not say which axis is the step.
        OnnxLayout layout = network == "perceptron" ? OnnxLayout.TimeChannel : OnnxLayout.Auto;

        Network imported = OnnxImport.Load(OnnxFiles.Path($"{file}.onnx"), new() { Layout = layout }).Network;

        NpzArray input = Expected[$"{network}.input"];
        Batch batch = new(input.Shape[0], input.Shape[1], input.Shape[2], input.As<float>());
        float[] logits = new float[batch.Rows * imported.Classes.Count], gradient = new float[batch.Values.Length];
        imported.Logits(batch, logits);
        imported.InputGradient(batch, new int[batch.Rows], ScoreKind.Logit, new float[batch.Rows], gradient);
        AssertNear(Expected[$"{network}.logits"].As<float>(), logits, "logit");
        AssertNear(Expected[$"{network}.gradient"].As<float>(), gradient, "gradient");
    }

    [Theory]
    [InlineData("lstm.9dec", "lstm dense"), InlineData("lstm.17fer", "lstm dense"), InlineData("lstm-2-final.13dec", "lstm lstm dense"), InlineData("gru-both.11fec", "gru dense")]
    [InlineData("fcn.9dpr", "conv1d batch-norm1d relu conv1d batch-norm1d relu global-average-pool dense"), InlineData("fcn.9dec", "conv1d relu conv1d relu global-average-pool dense")]
    [InlineData("normalised.13der", "dense layer-norm gelu dense layer-norm gelu global-average-pool dense"), InlineData("lstm-zeros.17fec", "lstm lstm dense")]
    public void Load_FileOfPyTorch_NoLayerForShapesAndAxes(string file, string kinds)
    {
        Network imported = OnnxImport.Load(OnnxFiles.Path($"{file}.onnx")).Network;

        Assert.Equal(kinds, string.Join(' ', imported.Layers.Select(layer => layer.Layer.Kind)));
    }

    [Theory]
    [InlineData("softmax.13fec", OutputActivation.Softmax, 4, "The last softmax is cut off: logits are explained, and the softmax makes their probabilities.")]
    [InlineData("sigmoid.13fec", OutputActivation.Sigmoid, 4, "The last sigmoid is cut off: logits are explained, and the sigmoid makes their probabilities.")]
    [InlineData("logistic.13fec", OutputActivation.Sigmoid, 1, "The last sigmoid is cut off: logits are explained, and the sigmoid makes their probabilities.")]
    [InlineData("fcn.13fer", OutputActivation.Softmax, 4, "The output 'scores' is read as logits, of which a softmax makes probabilities.")]
    public void Load_LastFunction_IsCutOffAndNoted(string file, OutputActivation output, int classes, string note)
    {
        ImportedNetwork imported = OnnxImport.Load(OnnxFiles.Path($"{file}.onnx"));

        Assert.Equal((output, classes), (imported.Network.Output, imported.Network.Classes.Count));
        Assert.Equal("class 0", imported.Network.Classes[0]);
        Assert.Equal([$"'signal' [2, 3, 12] is read as [2 rows, 3 channels, 12 steps].", note], imported.Notes);
    }

    private static void AssertNear(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{what} {i}: expected {expected[i]}, got {actual[i]}");
    }
}
