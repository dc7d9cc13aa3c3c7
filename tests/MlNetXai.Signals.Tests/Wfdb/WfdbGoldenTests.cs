using System.Text.Json;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>Files made with the WFDB C library 10.7.0, read and written (Golden/wfdb.json).</summary>
public sealed class WfdbGoldenTests
{
    public static TheoryData<int> Formats => [8, 16, 24, 32, 61, 80, 160, 212, 310, 311];

    public static TheoryData<string> Records => ["multi", "skew", "off", "fix", "var"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void ReadDigital_EveryFormat_EqualsGolden(int format)
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = FormatOf(golden, format);
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("rec.hea"), expected.GetProperty("header").GetString());
        File.WriteAllBytes(folder.File("rec.dat"), Convert.FromHexString(expected.GetProperty("dataHex").GetString()!));

        WfdbRecord record = WfdbRecord.Open(folder.File("rec"));

        Assert.Equal(7, record.FrameCount);
        for (int signal = 0; signal < 2; signal++)
        {
            int[] stored = StoredOf(expected, signal, WfdbRecord.InvalidSample);
            Assert.Equal(stored, record.ReadDigital(signal));
            Assert.Equal(stored.Select(s => s == WfdbRecord.InvalidSample ? double.NaN : s / 200.0), record.ReadPhysical(signal));
        }

        Assert.True(record.VerifyChecksums());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_LengthNotInHeader_TakesItFromTheFile(int format)
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = FormatOf(golden, format);
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("rec.hea"), expected.GetProperty("header").GetString()!.Replace("rec 2 100 7", "rec 2 100"));
        File.WriteAllBytes(folder.File("rec.dat"), Convert.FromHexString(expected.GetProperty("dataHex").GetString()!));

        WfdbRecord record = WfdbRecord.Open(folder.File("rec.hea"));

        Assert.Equal(7, record.FrameCount);
        Assert.Equal(StoredOf(expected, 1, WfdbRecord.InvalidSample), record.ReadDigital(1));
        Assert.Null(record.VerifyChecksums());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(212)]
    public void Write_GoldenSamples_SameBytes(int format)
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = FormatOf(golden, format);
        using TemporaryFolder folder = new();

        WfdbWriter.Write(folder.Path, new()
        {
            Name = "rec",
            SamplingRateHz = 100,
            Format = format,
            Signals =
            [
                WfdbWriteSignal.FromDigital("col 0", StoredOf(expected, 0, WfdbRecord.InvalidSample)),
                WfdbWriteSignal.FromDigital("col 1", StoredOf(expected, 1, WfdbRecord.InvalidSample)),
            ],
        });

        Assert.Equal(expected.GetProperty("dataHex").GetString(), Convert.ToHexStringLower(File.ReadAllBytes(folder.File("rec.dat"))));
        WfdbHeader theirs = WfdbHeader.Parse(expected.GetProperty("header").GetString()!, folder.File("rec.hea"));
        WfdbHeader ours = WfdbHeader.Parse(folder.File("rec"));
        Assert.Equal(theirs.FrameCount, ours.FrameCount);

        // The C library left gain and baseline to their defaults; ours are written out.
        Assert.Equal(theirs.Signals, ours.Signals);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void ReadPhysical_GoldenRecord_EqualsGolden(string name)
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = golden.RootElement.GetProperty("records").EnumerateArray().Single(r => r.GetProperty("name").GetString() == name);
        using TemporaryFolder folder = new();
        WriteFiles(folder, expected);

        WfdbRecord record = WfdbRecord.Open(folder.File(name));

        Assert.Equal(expected.GetProperty("fs").GetDouble(), record.SamplingRateHz);
        Assert.Equal(expected.GetProperty("names").EnumerateArray().Select(n => n.GetString()), record.Signals.Select(s => s.Lead));
        Assert.Equal(expected.GetProperty("units").EnumerateArray().Select(n => n.GetString()), record.Signals.Select(s => s.Units));
        int signal = 0;
        foreach (JsonElement row in expected.GetProperty("physical").EnumerateArray())
        {
            double[] physical = [.. row.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];
            Assert.Equal(physical, record.ReadPhysical(signal++), (a, b) => (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) < 1e-12);
        }

        Assert.True(record.VerifyChecksums());
        Assert.Empty(record.Warnings);
    }

    [Fact]
    public void Parse_GoldenMulti_AllFields()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        string text = golden.RootElement.GetProperty("records")[0].GetProperty("headers").GetProperty("multi.hea").GetString()!;

        WfdbHeader header = WfdbHeader.Parse(text, "multi.hea");

        Assert.Equal((100, 200, 50, 4), (header.SamplingRateHz, header.CounterRateHz, header.BaseCounter, header.FrameCount!.Value));
        Assert.Equal((new TimeSpan(0, 10, 20, 30, 500), new DateOnly(1989, 4, 25)), (header.BaseTime!.Value, header.BaseDate!.Value));
        Assert.Equal(["age 69", "second comment"], header.Comments);
        Assert.Equal((3, 300.0, 50.0, -2, "uV"), (header.Signals[1].SamplesPerFrame, header.Signals[1].SamplingRateHz, header.Signals[1].Gain, header.Signals[1].Baseline, header.Signals[1].Units));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void HeaderText_GoldenHeaders_ReadBackToTheSameFields(string name)
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement record = golden.RootElement.GetProperty("records").EnumerateArray().Single(r => r.GetProperty("name").GetString() == name);
        foreach (JsonProperty file in record.GetProperty("headers").EnumerateObject())
        {
            WfdbHeader header = WfdbHeader.Parse(file.Value.GetString()!, file.Name);

            WfdbHeader back = WfdbHeader.Parse(HeaderText.Write(header), file.Name);

            Assert.Equal(header.Signals, back.Signals);
            Assert.Equal(header.Segments, back.Segments);
            Assert.Equal(header.Comments, back.Comments);
            Assert.Equal(header with { Signals = [], Segments = [], Comments = [] }, back with { Signals = [], Segments = [], Comments = [] });
        }
    }

    [Fact]
    public void ReadDigital_VariableLayout_RescaledToTheLayout()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = golden.RootElement.GetProperty("records").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "var");
        using TemporaryFolder folder = new();
        WriteFiles(folder, expected);

        WfdbRecord record = WfdbRecord.Open(folder.File("var"));

        // II: gain 100, baseline 0 in the segment; gain 200, baseline 10 in the layout.
        Assert.Equal([110, 112, .. Enumerable.Repeat(WfdbRecord.InvalidSample, 5)], record.ReadDigital(1));
        Assert.Equal([112, WfdbRecord.InvalidSample], record.ReadDigital(1, 1, 3));
        Assert.Equal([double.NaN, 2.5], record.ReadPhysical(2, 3, 5));
    }

    [Fact]
    public void Parse_GoldenAnnotations_EqualsGolden()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = golden.RootElement.GetProperty("annotations");

        AnnotationReading reading = AnnotationFile.Parse(Convert.FromHexString(expected.GetProperty("hex").GetString()!), 100, "rec.atr");

        Assert.Equal(ExpectedAnnotations(expected), reading.Annotations);
        Assert.Equal(100, reading.TimeResolutionHz);
        Assert.Empty(reading.Warnings);
    }

    [Fact]
    public void Parse_ResolutionOtherThanTheRecords_TimesAreConverted()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = golden.RootElement.GetProperty("annotations");

        AnnotationReading reading = AnnotationFile.Parse(Convert.FromHexString(expected.GetProperty("hex").GetString()!), 250, "rec.atr");

        // 1123 ticks of 10 ms are 2807.5 frames of 4 ms: half away from zero.
        Assert.Equal([0, 250, 2808, 5368, 180000, 180025, 3750000], reading.Annotations.Select(a => a.Sample));
    }

    [Fact]
    public void Write_GoldenAnnotations_SameBytes()
    {
        using JsonDocument golden = Golden.Json("wfdb.json");
        JsonElement expected = golden.RootElement.GetProperty("annotations");
        using TemporaryFolder folder = new();

        AnnotationFile.Write(folder.File("rec.atr"), ExpectedAnnotations(expected).Reverse(), timeResolutionHz: 100);

        Assert.Equal(expected.GetProperty("hex").GetString(), Convert.ToHexStringLower(File.ReadAllBytes(folder.File("rec.atr"))));
    }

    private static JsonElement FormatOf(JsonDocument golden, int format) =>
        golden.RootElement.GetProperty("formats").EnumerateArray().Single(f => f.GetProperty("format").GetInt32() == format);

    private static int[] StoredOf(JsonElement record, int signal, int invalid)
    {
        JsonElement code = record.GetProperty("invalidCode");
        return [.. record.GetProperty($"signal{signal}").EnumerateArray()
            .Select(v => code.ValueKind != JsonValueKind.Null && v.GetInt32() == code.GetInt32() ? invalid : v.GetInt32())];
    }

    private static IEnumerable<Annotation> ExpectedAnnotations(JsonElement golden) =>
        golden.GetProperty("expect").EnumerateArray().Select(a => new Annotation(
            a.GetProperty("sample").GetInt64(),
            AnnotationCodes.Code(a.GetProperty("symbol").GetString()!),
            a.GetProperty("subtype").GetInt32(),
            a.GetProperty("chan").GetInt32(),
            a.GetProperty("num").GetInt32(),
            a.GetProperty("aux").GetString() is { Length: > 0 } text ? text : null));

    private static void WriteFiles(TemporaryFolder folder, JsonElement record)
    {
        foreach (JsonProperty file in record.GetProperty("headers").EnumerateObject())
            File.WriteAllText(folder.File(file.Name), file.Value.GetString());
        foreach (JsonProperty file in record.GetProperty("dataHex").EnumerateObject())
            File.WriteAllBytes(folder.File(file.Name), Convert.FromHexString(file.Value.GetString()!));
    }
}
