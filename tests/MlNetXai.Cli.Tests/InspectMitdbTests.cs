using System.Text.Json;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Cli.Tests;

/// <summary>The whole process on the real recordings against BioSPPy's numbers.</summary>
public class InspectMitdbTests
{
    [Theory]
    [InlineData(0), InlineData(1)]
    public async Task Inspect_AllRecordsOfMitdb_GivesTheReferencesNumbers(int channel)
    {
        string folder = RealData.Require("mitdb");

        Outcome outcome = await CommandLine.RunProcessAsync("inspect", folder, "--beats", "--json", "--channel", $"{channel}");

        Assert.True(outcome.Code == ExitCodes.Success, outcome.ToString());
        using JsonDocument json = JsonDocument.Parse(outcome.Output), golden = Golden.Json("signals.json");
        Dictionary<string, JsonElement> expected = golden.RootElement.GetProperty("mitdb").GetProperty("records").EnumerateArray()
            .Where(record => record.GetProperty("channel").GetInt32() == channel)
            .ToDictionary(record => record.GetProperty("record").GetString()!);
        JsonElement[] records = [.. json.RootElement.GetProperty("records").EnumerateArray()];
        Assert.Equal(48, records.Length);
        foreach (JsonElement record in records)
        {
            JsonElement reference = expected[record.GetProperty("record").GetString()!];
            Assert.True(record.GetProperty("checksumOk").GetBoolean());
            Assert.All(
                ["detections", "detectionSum", "kept", "correctedSum"],
                name => Assert.Equal(reference.GetProperty(name).GetInt64(), record.GetProperty(name).GetInt64()));
        }
    }
}
