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

    private static void AssertNear(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{what} {i}: expected {expected[i]}, got {actual[i]}");
    }
}
