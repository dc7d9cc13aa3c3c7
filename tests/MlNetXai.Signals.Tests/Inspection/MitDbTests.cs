using System.Text.Json;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Inspection;
using MlNetXai.Signals.Tests.Beats;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Inspection;

/// <summary>All 48 records and both channels against what BioSPPy and the WFDB library find.</summary>
public class MitDbTests
{
    [Theory]
    [InlineData(0), InlineData(1)]
    public void Inspect_EveryRecord_EqualsGolden(int channel)
    {
        string folder = RealData.Require("mitdb");
        Dictionary<string, JsonElement> expected = GoldenRecords(channel);

        InspectionResult result = RecordInspection.Inspect(folder, new() { Beats = true, Lead = new() { Channel = channel } });

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), result.Records.Select(record => record.Record));
        Assert.Empty(result.Warnings);
        foreach (RecordInspection record in result.Records)
        {
            JsonElement golden = expected[record.Record];
            Assert.Equal(golden.GetProperty("lead").GetString(), record.Lead);
            Assert.Equal((360, 650000), (record.SamplingRateHz, record.Samples));
            Assert.True(record.ChecksumOk);
            Assert.Equal(
                (golden.GetProperty("detections").GetInt32(), golden.GetProperty("detectionSum").GetInt64(), golden.GetProperty("kept").GetInt32(), golden.GetProperty("correctedSum").GetInt64()),
                (record.Beats!.Detections, record.Beats.DetectionSum, record.Beats.Kept, record.Beats.CorrectedSum));
            if (channel == 0)
                Assert.Equal(Counts(golden.GetProperty("annotations")), record.Annotations);
        }
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Load_EveryRecord_LabelsAndSumsEqualGolden(int channel)
    {
        string folder = RealData.Require("mitdb");
        Dictionary<string, JsonElement> expected = GoldenRecords(channel);

        BeatSet set = BeatSet.Load(folder, new() { Lead = new() { Channel = channel } });

        foreach (RecordCounts record in set.Counts.Records)
        {
            JsonElement golden = expected[record.Record];
            SortedDictionary<string, int> labels = Counts(golden.GetProperty("labels"));
            labels.Remove("none", out int unlabelled);
            Assert.Equal(labels, record.Counts.Labels);
            Assert.Equal(unlabelled, record.Counts.Unlabelled);
            Assert.Equal(golden.GetProperty("missed").GetInt32(), record.Counts.Missed.Values.Sum());
        }

        Assert.Equal(47, set.Counts.Patients.Count);
        Assert.Equal(set.Beats.Count, set.Values.Rows);
        Assert.Equal(channel == 0 ? 94_696 : 91_486, set.Beats.Count);
    }

    private static Dictionary<string, JsonElement> GoldenRecords(int channel) =>
        GoldenSignal.Expected.GetProperty("mitdb").GetProperty("records").EnumerateArray()
            .Where(record => record.GetProperty("channel").GetInt32() == channel)
            .ToDictionary(record => record.GetProperty("record").GetString()!);

    private static SortedDictionary<string, int> Counts(JsonElement counts) =>
        new(counts.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32()), StringComparer.Ordinal);
}
