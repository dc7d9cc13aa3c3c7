using System.Text;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Inspection;
using MlNetXai.Signals.Tests.Beats;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Inspection;

public sealed class RecordInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inspect_WithBeats_WritesEveryFieldInOrder()
    {
        GoldenRecord.Write(_folder.Path, "a");

        InspectionResult result = RecordInspection.Inspect(_folder.Path, new() { Beats = true });

        Assert.Empty(result.Warnings);
        Assert.Equal(
            """
            {"records":[{"record":"a","lead":"MLII","fs":360,"samples":2300,"checksumOk":true,"annotations":{"/":1,"A":1,"N":3,"R":1,"V":1},"detections":7,"detectionSum":7706,"kept":7,"correctedSum":7706}]}
            """,
            Json(result));
    }

    [Fact]
    public void Inspect_WithoutBeats_LeavesTheirFieldsOut()
    {
        GoldenRecord.Write(_folder.Path, "a", samplingRateHz: 62.5, annotations: []);

        InspectionResult result = RecordInspection.Inspect(_folder.File("a"));

        Assert.Equal("""{"records":[{"record":"a","lead":"MLII","fs":62.5,"samples":2300,"checksumOk":true,"annotations":{}}]}""", Json(result));
    }

    [Fact]
    public void Inspect_AnnotationsWithSigns_StayReadable()
    {
        const byte Rhythm = 28, Note = 22;
        GoldenRecord.Write(_folder.Path, "a", annotations: [new(10, Rhythm), new(20, Note)]);

        Assert.Contains("\"annotations\":{\"\\\"\":1,\"+\":1}", Json(RecordInspection.Inspect(_folder.Path)));
    }

    [Fact]
    public void Inspect_NoChecksumInTheHeader_WritesNull()
    {
        GoldenRecord.Write(_folder.Path, "a");
        File.WriteAllText(_folder.File("a.hea"), "a 1 360 2300\na.dat 212\n");

        InspectionResult result = RecordInspection.Inspect(_folder.Path);

        Assert.Contains("\"checksumOk\":null", Json(result));
    }

    [Fact]
    public void Inspect_ChecksumWrong_SaysFalseAndWarns()
    {
        GoldenRecord.Write(_folder.Path, "a");
        byte[] bytes = File.ReadAllBytes(_folder.File("a.dat"));
        bytes[300] ^= 1;
        File.WriteAllBytes(_folder.File("a.dat"), bytes);

        InspectionResult result = RecordInspection.Inspect(_folder.Path, new() { Beats = true });

        Assert.False(Assert.Single(result.Records).ChecksumOk);
        Assert.Contains("checksum", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Inspect_AnnotationsMissingOrOutside_Warns()
    {
        GoldenRecord.Write(_folder.Path, "a", annotations: [new(5000, GoldenRecord.N)]);
        GoldenRecord.Write(_folder.Path, "b");
        File.Delete(_folder.File("b.atr"));

        InspectionResult result = RecordInspection.Inspect(_folder.Path);

        Assert.Equal(2, result.Warnings.Count);
        Assert.EndsWith("a.atr: 1 of 1 annotations lie outside the record of 2300 samples.", result.Warnings[0]);
        Assert.EndsWith("b.atr: there is no such annotation file.", result.Warnings[1]);
    }

    [Fact]
    public void Inspect_FlatLead_FindsNoBeatsWithoutError()
    {
        GoldenRecord.Write(_folder.Path, "a", change: x => Array.Fill(x, 0.5));

        InspectionResult result = RecordInspection.Inspect(_folder.Path, new() { Beats = true });

        Assert.Equal(new BeatInspection(0, 0, 0, 0), result.Records[0].Beats);
    }

    [Fact]
    public void Inspect_InvalidSamplesWithBeats_IsAnErrorThatNamesTheFirst()
    {
        GoldenRecord.Write(_folder.Path, "a", change: x => x[7] = double.NaN);

        BeatException error = Assert.Throws<BeatException>(() => RecordInspection.Inspect(_folder.Path, new() { Beats = true }));

        Assert.Contains("a.hea, lead MLII: 1 of 2300 samples are invalid, the first at sample 7", error.Message);
        Assert.Null(RecordInspection.Inspect(_folder.Path).Records[0].Beats);
    }

    [Fact]
    public void Inspect_LeadInNoRecord_IsAnError()
    {
        GoldenRecord.Write(_folder.Path, "a");

        BeatException error = Assert.Throws<BeatException>(() => RecordInspection.Inspect(_folder.Path, new() { Lead = new() { Name = "aVR" } }));

        Assert.EndsWith("no record has lead aVR. Choose another lead.", error.Message);
    }

    [Fact]
    public void Inspect_FolderWithoutRecords_IsAnError() => Assert.Throws<WfdbException>(() => RecordInspection.Inspect(_folder.Path));

    private static string Json(InspectionResult result)
    {
        using MemoryStream stream = new();
        result.WriteJson(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
