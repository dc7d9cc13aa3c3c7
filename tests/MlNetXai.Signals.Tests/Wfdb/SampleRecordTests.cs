using System.Globalization;
using System.Text.Json;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>Real sample records of many kinds against what wfdb-python 4.3.1 reads (Golden/ecg-data.json, wfdbSamples).</summary>
public sealed class SampleRecordTests
{
    [Fact]
    public void Parse_EveryHeader_FieldsEqualGolden()
    {
        string folder = RealData.Require("wfdb-samples");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        foreach (JsonProperty expected in Samples(golden, "headers"))
        {
            WfdbHeader header = WfdbHeader.Parse(PathOf(folder, expected.Name));

            foreach (JsonProperty field in expected.Value.EnumerateObject())
                AssertField(expected.Name, field, header);
        }
    }

    [Fact]
    public void Read_EveryRecordOfOneSegment_SamplesEqualGoldenAndChecksumsHold()
    {
        string folder = RealData.Require("wfdb-samples");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        int read = 0;
        foreach (JsonProperty expected in Samples(golden, "signals").Where(e => !IsFlac(e.Value)))
        {
            // Two headers in frames/ were edited by hand and state initial values of another signal.
            WfdbRecord record = WfdbRecord.Open(PathOf(folder, expected.Name), new() { Checksums = ChecksumPolicy.Warn });

            Assert.Equal((expected.Name, expected.Value.GetProperty("frames").GetInt64()), (expected.Name, record.FrameCount));
            int signal = 0;
            foreach (JsonElement one in expected.Value.GetProperty("signals").EnumerateArray())
                AssertSignal(expected.Name, one, record, signal++);
            Assert.Equal((expected.Name, record.Header.FrameCount is null ? (bool?)null : true), (expected.Name, record.VerifyChecksums()));
            Assert.Equal(expected.Name is "frames/test01_00s_frame" or "frames/test01_00s_skewframe" ? 1 : 0, record.Warnings.Count);
            read++;
        }

        Assert.True(read > 40);
    }

    [Fact]
    public void ReadPhysical_EveryRecordOfSeveralSegments_EqualsGolden()
    {
        string folder = RealData.Require("wfdb-samples");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        foreach (JsonProperty expected in Samples(golden, "multiSegment"))
        {
            WfdbRecord record = WfdbRecord.Open(PathOf(folder, expected.Name));
            long to = expected.Value.GetProperty("range")[1].GetInt64();
            foreach (JsonElement one in expected.Value.GetProperty("signals").EnumerateArray())
            {
                int signal = record.SignalOf(one.GetProperty("name").GetString()!);

                double[] samples = record.ReadPhysical(signal, 0, to);
                if (record.Signals[signal].SamplesPerFrame > 1)
                    continue;   // wfdb-python gives a rounded mean of each frame

                Assert.Equal((expected.Name, one.GetProperty("missing").GetInt32()), (expected.Name, samples.Count(double.IsNaN)));
                double sum = samples.Where(v => !double.IsNaN(v)).Sum(), absolute = samples.Where(v => !double.IsNaN(v)).Sum(Math.Abs);
                Assert.Equal(one.GetProperty("sum").GetDouble(), sum, 1e-10 * Math.Max(absolute, 1));
                if (one.GetProperty("firstValid").ValueKind == JsonValueKind.Null)
                    continue;

                int first = Array.FindIndex(samples, v => !double.IsNaN(v)), last = Array.FindLastIndex(samples, v => !double.IsNaN(v));
                Assert.Equal((one.GetProperty("firstValid").GetInt32(), one.GetProperty("lastValid").GetInt32()), (first, last));
                Assert.Equal(one.GetProperty("firstValue").GetDouble(), samples[first], 1e-12);
                Assert.Equal(one.GetProperty("lastValue").GetDouble(), samples[last], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("formats/flac_3_constant", "508")]
    [InlineData("frames/mixedsignals", "516")]
    public void Open_FlacRecord_NamesFormatAndRemedy(string name, string format)
    {
        string folder = RealData.Require("wfdb-samples");

        WfdbException error = Assert.Throws<WfdbException>(() => WfdbRecord.Open(PathOf(folder, name)));

        Assert.Contains($"format {format} (FLAC) is not supported; convert with `xform`", error.Message);
    }

    [Fact]
    public void ReadAll_EveryAnnotationFile_EqualsGolden()
    {
        string folder = RealData.Require("wfdb-samples");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        foreach (JsonProperty expected in Samples(golden, "annotations"))
        {
            JsonElement resolution = expected.Value.GetProperty("timeResolution");
            string path = PathOf(folder, expected.Name);

            // wfdb-python leaves times in ticks: read with a record rate equal to the resolution.
            AnnotationReading reading = AnnotationFile.ReadAll(path, resolution.ValueKind == JsonValueKind.Null ? 250 : resolution.GetDouble());

            // It also drops every note at time 0; we keep those that are no settings.
            Annotation[] annotations = [.. reading.Annotations.Where(a => a.Sample > 0 || AnnotationCodes.Symbol(a.Code) != "\"")];

            Assert.Equal((expected.Name, expected.Value.GetProperty("count").GetInt32()), (expected.Name, annotations.Length));
            Assert.Equal((expected.Name, expected.Value.GetProperty("sampleSum").GetInt64()), (expected.Name, annotations.Sum(a => a.Sample)));
            if (reading.TimeResolutionHz is { } ticks)   // without it, wfdb-python takes the rate of the header beside the file
                Assert.Equal(resolution.GetDouble(), ticks);
            Assert.Equal(
                expected.Value.GetProperty("codes").EnumerateObject().ToDictionary(c => c.Name, c => c.Value.GetInt32()),
                annotations.CountBy(a => AnnotationCodes.Symbol(a.Code)).ToDictionary());
            Assert.Equal(expected.Value.GetProperty("withAux").GetInt32(), annotations.Count(a => a.Text is not null));
            int index = 0;
            foreach (JsonElement first in expected.Value.GetProperty("first").EnumerateArray())
                AssertAnnotation(first, annotations[index++]);
            AssertAnnotation(expected.Value.GetProperty("last"), annotations[^1]);
            Assert.Equal(
                expected.Value.GetProperty("customLabels") is { ValueKind: JsonValueKind.Array } labels
                    ? labels.EnumerateArray().Select(l => $"{l.GetProperty("code")} {l.GetProperty("symbol")} {l.GetProperty("description")}")
                    : [],
                reading.Definitions);
        }
    }

    [Fact]
    public void Read_Ludb_ChecksumsSignalsAndAnnotationsEqualGolden()
    {
        string folder = RealData.Require("ludb");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        JsonElement ludb = golden.RootElement.GetProperty("ludb"), records = ludb.GetProperty("records");
        string[] codes = [.. ludb.GetProperty("annotationFields").EnumerateArray().SkipLast(1).Select(f => f.GetString()!)];
        IReadOnlyList<string> paths = WfdbFolder.Records(folder);

        Assert.Equal(ludb.GetProperty("totals").GetProperty("records").GetInt32(), paths.Count);
        foreach (string path in paths)
        {
            WfdbRecord record = WfdbRecord.Open(path);
            AssertSignalRows(records.GetProperty(record.Name).GetProperty("signals"), record);
            foreach (JsonProperty lead in records.GetProperty(record.Name).GetProperty("annotations").EnumerateObject())
            {
                IReadOnlyList<Annotation> annotations = AnnotationFile.Read($"{path}.{lead.Name}", record.SamplingRateHz);
                long[] found = [.. codes.Select(c => (long)annotations.Count(a => AnnotationCodes.Symbol(a.Code) == c)), annotations.Sum(a => a.Sample)];
                Assert.Equal(lead.Value.EnumerateArray().Select(v => v.GetInt64()), found);
            }
        }
    }

    [Fact]
    public void Read_Challenge12_ChecksumsAndSignalsEqualGolden()
    {
        string folder = RealData.Require("challenge12");
        using JsonDocument golden = Golden.Json("ecg-data.json");
        JsonElement records = golden.RootElement.GetProperty("challenge12").GetProperty("records");
        string[] paths = [.. Directory.EnumerateFiles(folder, "*.hea", SearchOption.AllDirectories)];

        Assert.Equal(records.EnumerateObject().Count(), paths.Length);
        foreach (string path in paths)
        {
            WfdbRecord record = WfdbRecord.Open(path);
            JsonElement expected = records.GetProperty(Path.GetRelativePath(folder, path)[..^4].Replace(Path.DirectorySeparatorChar, '/'));
            Assert.Equal((expected.GetProperty("fs").GetDouble(), expected.GetProperty("samples").GetInt64()), (record.SamplingRateHz, record.FrameCount));
            AssertSignalRows(expected.GetProperty("signals"), record);
        }
    }

    private static void AssertSignalRows(JsonElement rows, WfdbRecord record)
    {
        int signal = 0;
        foreach (JsonElement row in rows.EnumerateArray())
        {
            int[] samples = record.ReadDigital(signal);
            WfdbSignal header = record.Signals[signal++];
            object[] found = [header.Lead, header.Gain, header.Baseline, samples[0], samples[^1], (int)header.Checksum!, samples.Sum(s => (long)s), samples.Min(), samples.Max()];
            Assert.Equal(row.EnumerateArray().Select(value => value.ToString()), found.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value}")));
        }

        Assert.True(record.VerifyChecksums());
    }

    private static void AssertSignal(string name, JsonElement expected, WfdbRecord record, int signal)
    {
        int fill = SignalFormat.InvalidCode(record.Signals[signal].Format) ?? WfdbRecord.InvalidSample;
        int[] samples = [.. record.ReadDigital(signal).Select(s => s == WfdbRecord.InvalidSample ? fill : s)];
        double[] physical = record.ReadPhysical(signal);

        Assert.Equal((name, expected.GetProperty("name").GetString()), (name, record.Signals[signal].Lead));
        Assert.Equal((name, expected.GetProperty("n").GetInt64()), (name, record.SampleCount(signal)));
        Assert.Equal(expected.GetProperty("first").EnumerateArray().Select(v => v.GetInt32()), samples.Take(4));
        Assert.Equal(expected.GetProperty("last").EnumerateArray().Select(v => v.GetInt32()), samples.TakeLast(4));
        Assert.Equal(expected.GetProperty("sum").GetInt64(), samples.Sum(s => (long)s));
        Assert.Equal((expected.GetProperty("min").GetInt32(), expected.GetProperty("max").GetInt32()), (samples.Min(), samples.Max()));
        Assert.Equal(expected.GetProperty("missing").GetInt32(), physical.Count(double.IsNaN));
        double sum = physical.Where(v => !double.IsNaN(v)).Sum(), absolute = physical.Where(v => !double.IsNaN(v)).Sum(Math.Abs);
        Assert.Equal(expected.GetProperty("physicalSum").GetDouble(), sum, 1e-10 * Math.Max(absolute, 1));
    }

    private static void AssertAnnotation(JsonElement expected, Annotation found)
    {
        string? text = expected.GetProperty("aux").GetString()!.TrimEnd('\0');
        Assert.Equal(
            new Annotation(
                expected.GetProperty("sample").GetInt64(), AnnotationCodes.Code(expected.GetProperty("symbol").GetString()!), expected.GetProperty("subtype").GetInt32(),
                expected.GetProperty("chan").GetInt32(), expected.GetProperty("num").GetInt32(), text.Length > 0 ? text : null),
            found);
    }

    private static JsonElement.ObjectEnumerator Samples(JsonDocument golden, string part) =>
        golden.RootElement.GetProperty("wfdbSamples").GetProperty(part).EnumerateObject();

    private static string PathOf(string folder, string name) => Path.Combine([folder, .. name.Split('/')]);

    private static bool IsFlac(JsonElement record) =>
        record.GetProperty("signals").EnumerateArray().Any(s => SignalFormat.IsFlac(int.Parse(s.GetProperty("format").GetString()!)));

    private static void AssertField(string name, JsonProperty field, WfdbHeader header)
    {
        JsonElement[] expected = field.Value.ValueKind == JsonValueKind.Array ? [.. field.Value.EnumerateArray()] : [field.Value];
        object?[] found = [.. FieldOf(header, field.Name)];

        // wfdb-python also keeps comments before the last signal line, and reads the unit "°" as its default.
        int offset = field.Name == "comments" ? expected.Length - found.Length : 0;
        if (name == "frames/test_generator_2" && field.Name == "units")
            return;

        Assert.Equal((name, field.Name, expected.Length - offset), (name, field.Name, found.Length));
        for (int i = 0; i < found.Length; i++)
        {
            // null: not in the header; resolution 0: that of the format; checksums are equal modulo 2¹⁶.
            JsonElement one = expected[offset + i];
            if (one.ValueKind == JsonValueKind.Null || (field.Name == "adc_res" && one.GetInt32() == 0))
                continue;
            string text = one.ValueKind != JsonValueKind.Number ? one.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"{(field.Name == "checksum" ? (short)one.GetInt32() : one.GetDouble())}");
            Assert.Equal((name, field.Name, text), (name, field.Name, string.Create(CultureInfo.InvariantCulture, $"{found[i]}")));
        }
    }

    private static IEnumerable<object?> FieldOf(WfdbHeader header, string field) => field switch
    {
        "n_sig" => [header.SignalCount],
        "fs" => [header.SamplingRateHz],
        "sig_len" => [header.FrameCount ?? 0],
        "counter_freq" => [header.CounterRateHz],
        "base_time" => [header.BaseTime!.Value.ToString(header.BaseTime.Value.Milliseconds == 0 ? "hh\\:mm\\:ss" : "hh\\:mm\\:ss\\.ffffff")],
        "base_date" => [header.BaseDate!.Value.ToString("yyyy-MM-dd")],
        "n_seg" => [header.Segments.Count],
        "seg_name" => header.Segments.Select(s => s.Name),
        "seg_len" => header.Segments.Select(s => (object?)s.FrameCount),
        "comments" => header.Comments,
        "file_name" => header.Signals.Select(s => s.FileName),
        "fmt" => header.Signals.Select(s => (object?)s.Format),
        "samps_per_frame" => header.Signals.Select(s => (object?)s.SamplesPerFrame),
        "skew" => header.Signals.Select(s => (object?)s.Skew),
        "byte_offset" => header.Signals.Select(s => (object?)s.ByteOffset),
        "adc_gain" => header.Signals.Select(s => (object?)s.Gain),
        "baseline" => header.Signals.Select(s => (object?)s.Baseline),
        "units" => header.Signals.Select(s => s.Units),
        "adc_res" => header.Signals.Select(s => (object?)s.AdcResolution),
        "adc_zero" => header.Signals.Select(s => (object?)s.AdcZero),
        "init_value" => header.Signals.Select(s => (object?)(s.InitialValue ?? s.AdcZero)),
        "checksum" => header.Signals.Select(s => (object?)s.Checksum),
        "block_size" => header.Signals.Select(s => (object?)s.BlockSize),
        "sig_name" => header.Signals.Select(s => s.Lead),
        _ => throw new ArgumentException(field),
    };
}
