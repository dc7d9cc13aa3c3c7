using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests.Explaining;

/// <summary>Integrated Gradients on real beats. All 1,000 beats of both networks: tests/MlNetXai.Benchmarks/results/completeness-1.txt.</summary>
[Trait("Speed", "slow")]
public sealed class BeatCompletenessTests
{
    [Theory]
    [InlineData("ecg-lstm-mitbih", 250)]
    [InlineData("ecg-fcn-mitbih", 60)]
    public void IntegratedGradients_TestBeatsOfMitBih_AddUpToTheDifferenceOfTheirScores(string name, int rows)
    {
        string model = Path.Combine(Repository.Root(), "models", name, "model.safetensors");
        if (!File.Exists(model))
            Assert.Skip($"Model '{name}' is absent: train it, and publish it under models/.");
        string data = RealData.Require("mitdb");
        using Heartbeat heartbeat = new();

        BeatCompleteness found = BeatCompleteness.Measure(model, data, rows);

        TestContext.Current.TestOutputHelper!.WriteLine(found.ToString());
        Assert.Equal(rows, found.Rows);
        Assert.True(found.Relative.Length >= 0.8 * rows, found.ToString());
        Assert.True(found.ShareComplete >= 0.99, found.ToString());
    }
}
