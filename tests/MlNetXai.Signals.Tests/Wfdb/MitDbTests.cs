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

    [Fact]
    public void Read_AllAnnotations_TotalsEqualGolden()
    {
        string folder = RealData.Require("mitdb");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        JsonElement mitdb = golden.RootElement.GetProperty("mitdb"), totals = mitdb.GetProperty("totals");
        List<Annotation> all = [];
        foreach (string path in WfdbFolder.Records(folder))
        {
            JsonElement expected = mitdb.GetProperty("records").GetProperty(Path.GetFileName(path));
            AnnotationReading reading = AnnotationFile.ReadAll(path + ".atr", 360);

            AnnotationFile.RequireInside(reading.Annotations, 650_000, path);
            Assert.Empty(reading.Warnings);
            Assert.Equal(Counts(expected.GetProperty("annotations")), reading.Annotations.CountBy(a => AnnotationCodes.Symbol(a.Code)).ToDictionary());
            long[] found = [reading.Annotations.Count, reading.Annotations.Sum(a => a.Sample), reading.Annotations[0].Sample, reading.Annotations[^1].Sample, reading.Annotations.Count(a => a.Text is not null)];
            Assert.Equal(new[] { "annotationCount", "sampleSum", "first", "last", "withAux" }.Select(field => expected.GetProperty(field).GetInt64()), found);
            all.AddRange(reading.Annotations);
        }

        Assert.Equal(112_647, all.Count);
        Assert.Equal(109_966, all.Count(a => AnnotationCodes.IsBeat(a.Code)));
        Assert.Equal(Counts(totals.GetProperty("codes")), all.CountBy(a => AnnotationCodes.Symbol(a.Code)).ToDictionary());
        Assert.Equal(Counts(totals.GetProperty("aux")), all.Where(a => a.Text is not null).CountBy(a => a.Text!).ToDictionary());
        foreach (JsonProperty code in totals.GetProperty("subtypes").EnumerateObject())
            Assert.Equal(Counts(code.Value), all.Where(a => AnnotationCodes.Symbol(a.Code) == code.Name).CountBy(a => $"{a.Subtype}").ToDictionary());
    }

    [Fact]
    public void Read_AnnotationFileOfNoRecord_EqualsGolden()
    {
        string folder = RealData.Require("mitdb");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        JsonElement expected = golden.RootElement.GetProperty("mitdb").GetProperty("otherAnnotationFiles").GetProperty("102-0.atr");

        IReadOnlyList<Annotation> annotations = AnnotationFile.Read(Path.Combine(folder, "102-0.atr"), 360);

        Assert.Equal((expected.GetProperty("annotationCount").GetInt32(), expected.GetProperty("sampleSum").GetInt64()), (annotations.Count, annotations.Sum(a => a.Sample)));
        Assert.DoesNotContain(WfdbFolder.Records(folder), path => path.EndsWith("102-0", StringComparison.Ordinal));
    }

    private static Dictionary<string, int> Counts(JsonElement counts) => counts.EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt32());
}
