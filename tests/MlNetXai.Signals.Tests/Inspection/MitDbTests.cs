using System.Text.Json;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Inspection;
using MlNetXai.Signals.Tests.Beats;
using MlNetXai.Signals.Wfdb;
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
                (Number(golden, "detections"), Number(golden, "detectionSum"), Number(golden, "kept"), Number(golden, "correctedSum")),
                (record.Beats!.Detections, record.Beats.DetectionSum, record.Beats.Kept, record.Beats.CorrectedSum));
            if (channel == 0)
                Assert.Equal(Counts(golden.GetProperty("annotations")), record.Annotations);
        }
    }

    // Signed sums cancel: they are compared against 1e-12 of the absolute sum.
    [Theory]
    [InlineData(0), InlineData(1)]
    public void Segment_EveryRecord_SumsOfSamplesEqualGolden(int channel)
    {
        string folder = RealData.Require("mitdb");
        foreach ((string name, JsonElement golden) in GoldenRecords(channel))
        {
            double[] millivolts = WfdbRecord.Open(Path.Combine(folder, name)).ReadPhysical(channel);

            BeatDetection found = new BeatSegmenter().Segment(millivolts, 360, name);

            double absolute = Number(golden, "filteredAbsSum"), beatAbsolute = Number(golden, "beatAbsSum");
            Assert.Equal(absolute, found.Filtered.Sum(Math.Abs), 1e-10 * absolute);
            Assert.Equal(Number(golden, "filteredSum"), found.Filtered.Sum(), 1e-12 * absolute);
            Assert.Equal(beatAbsolute, SumOverBeats(found, Math.Abs), 1e-10 * beatAbsolute);
            Assert.Equal(Number(golden, "beatSum"), SumOverBeats(found, value => value), 1e-12 * beatAbsolute);
            Assert.Equal((Number(golden, "corrected"), Number(golden, "keptSum")), (found.Corrected.Length, found.Kept.Sum(r => (long)r)));
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

    private static double Number(JsonElement record, string name) => record.GetProperty(name).GetDouble();

    private static double SumOverBeats(BeatDetection found, Func<double, double> term)
    {
        double sum = 0;
        foreach (int r in found.Kept)
        {
            foreach (double value in found.Beat(r))
                sum += term(value);
        }

        return sum;
    }

    private static Dictionary<string, JsonElement> GoldenRecords(int channel) =>
        GoldenSignal.Expected.GetProperty("mitdb").GetProperty("records").EnumerateArray()
            .Where(record => record.GetProperty("channel").GetInt32() == channel)
            .ToDictionary(record => record.GetProperty("record").GetString()!);

    private static SortedDictionary<string, int> Counts(JsonElement counts) =>
        new(counts.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32()), StringComparer.Ordinal);
}
