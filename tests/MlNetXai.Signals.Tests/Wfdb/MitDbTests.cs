using System.Text.Json;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>The 48 records of mitdb 1.0.0 against the facts in Golden/ecg-data.json.</summary>
public sealed class MitDbTests
{
    [Fact]
    public void Read_AllRecords_ChecksumsHoldAndSignalsEqualGolden()
    {
        string folder = RealData.Require("mitdb");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        JsonElement records = golden.RootElement.GetProperty("mitdb").GetProperty("records");
        IReadOnlyList<string> paths = WfdbFolder.Records(folder);

        Assert.Equal(48, paths.Count);
        foreach (string path in paths)
        {
            WfdbRecord record = WfdbRecord.Open(path);
            JsonElement expected = records.GetProperty(record.Name);

            Assert.Equal(expected.GetProperty("comments").EnumerateArray().Select(c => c.GetString()), record.Header.Comments);
            int signal = 0;
            foreach (JsonElement row in expected.GetProperty("signals").EnumerateArray())
            {
                int[] samples = record.ReadDigital(signal);
                WfdbSignal header = record.Signals[signal++];
                object[] found = [header.Lead, header.Gain, header.Baseline, samples[0], samples[^1], (int)header.Checksum!, samples.Sum(s => (long)s), samples.Min(), samples.Max()];
                Assert.Equal(row.EnumerateArray().Select(value => value.ToString()), found.Select(value => FormattableString.Invariant($"{value}")));
            }

            Assert.True(record.VerifyChecksums());
            Assert.Empty(record.Warnings);
        }
    }
}
