using System.Runtime.CompilerServices;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Publishing;
using Xunit;

namespace MlNetXai.Runs.Tests.Publishing;

/// <summary>Every model under <c>models/</c> gives the numbers that lie beside it.</summary>
public class PublishedModelTests
{
    [Fact]
    public void Logits_OfEveryPublishedModel_AreThoseExpected()
    {
        string models = Path.GetFullPath(Path.Combine(SourceFolder(), "../../../models"));
        string[] folders = Directory.Exists(models) ? [.. Directory.EnumerateDirectories(models).Where(folder => File.Exists(Path.Combine(folder, "expected.json")))] : [];
        Assert.SkipWhen(folders.Length == 0, "There is no model under models/.");

        Assert.All(folders, PublishedModel.AssertGivesItsNumbers);
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

internal static class PublishedModel
{
    public static void AssertGivesItsNumbers(string folder)
    {
        ExpectedNumbers expected = ExpectedNumbers.Read(Path.Combine(folder, "expected.json"));
        Assert.Equal(expected.Model, InputFile.Hash(folder, [expected.Model.File]).Single());
        Assert.InRange(expected.Model.Bytes, 1, 2_000_000);
        Network network = ModelFile.Load(Path.Combine(folder, expected.Model.File)).Network;
        Assert.Equal(expected.Classes, network.Classes);
        foreach (ExpectedBeat beat in expected.Beats)
        {
            float[] logits = new float[network.Classes.Count];
            network.Logits(new(1, beat.Millivolts.Length, 1, beat.Millivolts), logits);
            Assert.All(logits.Zip(beat.Logits), pair => Assert.InRange(pair.First - pair.Second, -expected.LogitTolerance, expected.LogitTolerance));
        }
    }
}
