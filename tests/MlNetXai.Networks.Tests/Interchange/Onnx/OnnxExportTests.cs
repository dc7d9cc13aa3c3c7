using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Layers;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

public sealed class OnnxExportTests(OnnxRuntime runtime) : IClassFixture<OnnxRuntime>, IDisposable
{
    // Single precision on both sides, in another order of additions.
    private const float Tolerance = 1e-5f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. LayerKinds.Names.Where(kind => kind != "masking")];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Save_LayerOfEachKind_RuntimeGivesOurScores(string kind)
    {
        for (int seed = 1; seed <= 20; seed++)
            RequireSameScores(RandomNetworks.Make(kind, seed));
    }

    [Fact]
    public void Save_AnyLayersTogether_RuntimeGivesOurScores()
    {
        for (int seed = 1; seed <= 100; seed++)
            RequireSameScores(RandomNetworks.Mix([.. LayerKinds.Names.Where(kind => kind != "masking")], seed));
    }

    private void RequireSameScores(Network network)
    {
        foreach ((int rows, bool logits) in ((int, bool)[])[(1, true), (3, false)])
        {
            Batch batch = RandomRows.Make(rows, network.InputShape);
            float[] expected = new float[rows * network.Classes.Count];
            if (logits)
                network.Logits(batch, expected);
            else
                network.Probabilities(batch, expected);
            string path = _folder.File("model.onnx");

            OnnxExport.Save(network, path, new() { Logits = logits });
            OnnxRuntime.Answer answer = runtime.Score(path, batch);

            Assert.Equal(("Features", "Score"), (answer.Input, answer.Output));
            Assert.Equal([rows, network.Classes.Count], answer.Shape);
            for (int i = 0; i < expected.Length; i++)
            {
                float tolerance = Tolerance * Math.Max(1, Math.Abs(expected[i]));
                Assert.True(Math.Abs(expected[i] - answer.Scores[i]) <= tolerance, $"{network.Name}, value {i}: ours {expected[i]}, the runtime's {answer.Scores[i]}");
            }
        }
    }
}
