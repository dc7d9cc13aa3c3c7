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

    public static TheoryData<string> Kinds => [.. LayerKinds.Names];

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
            RequireSameScores(RandomNetworks.Mix([.. LayerKinds.Names], seed));
    }

    [Theory]
    [InlineData(RecurrentDirection.Forward), InlineData(RecurrentDirection.Backward), InlineData(RecurrentDirection.Both)]
    public void Save_RecurrentLayersOfAllSettings_RuntimeGivesOurScores(RecurrentDirection direction)
    {
        foreach (GateActivation gates in Enum.GetValues<GateActivation>())
        {
            foreach ((bool sequence, bool form) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
            {
                RecurrentLayer[] layers = [new Lstm(3, 5, sequence, new() { Direction = direction, Gates = gates, OneBias = form }), new Gru(3, 5, sequence, new() { Direction = direction, Gates = gates, ResetAfter = form })];
                foreach (RecurrentLayer layer in layers)
                {
                    RowShape input = new(7, 3), output = layer.Infer(input);
                    RequireSameScores(Network.Initial(
                        $"{layer.Kind} {gates} {sequence} {form}", input, ["a", "b"], [("recurrent", layer), ("flatten", new Flatten()), ("dense", new Dense(output.Length, 2))], seed: 3));
                }
            }
        }
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
