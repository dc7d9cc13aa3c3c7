using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public sealed class EcgRecordingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AllLeads_IsSampleMajorAndRoundedOnce()
    {
        WriteTwoLeads("a");
        var record = WfdbRecord.Open(_folder.File("a"));
        EcgRecording recording = EcgRecording.Open(_folder.File("a.hea"), lead: null, [])!;
        float[] values = new float[recording.RequireSamples() * 2];

        recording.Read(values);

        Assert.Equal(["I", "II"], recording.Leads);
        Assert.Equal(record.ReadPhysical(0).Zip(record.ReadPhysical(1), (one, two) => new[] { (float)one, (float)two }).SelectMany(pair => pair), values);
        Assert.Equal(float.NaN, values[7 * 2]);
    }

    [Fact]
    public void Open_OneLead_ReadsThatLead()
    {
        WriteTwoLeads("a");
        EcgRecording recording = EcgRecording.Open(_folder.File("a"), new() { Name = "ii" }, [])!;
        float[] values = new float[recording.RequireSamples()];

        recording.Read(values);

        Assert.Equal(["II"], recording.Leads);
        Assert.EndsWith("a.hea, lead II", recording.Place(0), StringComparison.Ordinal);
        Assert.Equal(WfdbRecord.Open(_folder.File("a")).ReadPhysical(1).Select(value => (float)value), values);
    }

    [Fact]
    public void Open_SignalFileAbsent_IsSeenWhenItIsRead()
    {
        WriteTwoLeads("a");
        File.Delete(_folder.File("a.dat"));

        EcgRecording recording = EcgRecording.Open(_folder.File("a"), lead: null, [])!;

        Assert.Equal(("a", 250), (recording.Name, recording.SamplingRateHz));
        Assert.Equal([1, 40, 99], recording.ReadAnnotations("atr", []).Select(annotation => annotation.Sample));
        Assert.Throws<WfdbException>(() => recording.SampleCount);
    }

    [Fact]
    public void Open_LeadMissing_FollowsThePolicy()
    {
        WriteTwoLeads("a");
        List<string> warnings = [];

        EcgRecording? skipped = EcgRecording.Open(_folder.File("a"), new() { Name = "V1" }, warnings);
        EcgRecording? first = EcgRecording.Open(_folder.File("a"), new() { Name = "V1", Missing = MissingLeadPolicy.FirstChannel }, warnings);

        Assert.Null(skipped);
        Assert.Equal(["I"], first!.Leads);
        Assert.Equal(2, warnings.Count);
        Assert.Throws<BeatException>(() => EcgRecording.Open(_folder.File("a"), new() { Channel = 2, Missing = MissingLeadPolicy.Error }, warnings));
    }

    [Fact]
    public void Read_RecordOfSegments_ReadsThemAll()
    {
        WriteTwoLeads("one");
        WriteTwoLeads("two");
        File.WriteAllText(_folder.File("all.hea"), "all/2 2 250 200\none 100\ntwo 100\n");
        EcgRecording recording = EcgRecording.Open(_folder.File("all"), lead: null, [])!, part = EcgRecording.Open(_folder.File("two"), lead: null, [])!;
        float[] values = new float[recording.RequireSamples() * 2], second = new float[200];

        recording.Read(values);
        part.Read(second);

        Assert.Equal(second, values[200..]);
    }

    [Fact]
    public void Read_WrongLength_NamesBothLengths()
    {
        WriteTwoLeads("a");
        EcgRecording recording = EcgRecording.Open(_folder.File("a"), lead: null, [])!;

        ShapeException error = Assert.Throws<ShapeException>(() => recording.Read(new float[100]));

        Assert.Contains("100 values, not 200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadAnnotations_PastTheEnd_NamesTheFile()
    {
        WriteTwoLeads("a", lastAnnotation: 100);

        WfdbException error = Assert.Throws<WfdbException>(() => EcgRecording.Open(_folder.File("a"), lead: null, [])!.ReadAnnotations("atr", []));

        Assert.Contains("a.atr", error.Message, StringComparison.Ordinal);
    }

    private void WriteTwoLeads(string name, long lastAnnotation = 99)
    {
        double[] first = [.. Enumerable.Range(0, 100).Select(i => i / 300.0)];
        first[7] = double.NaN;
        WfdbWriter.Write(_folder.Path, new()
        {
            Name = name,
            SamplingRateHz = 250,
            Signals = [WfdbWriteSignal.FromPhysical("I", first), WfdbWriteSignal.FromPhysical("II", [.. Enumerable.Range(0, 100).Select(i => i / -300.0)])],
            Annotations = [new(1, 1), new(40, 5), new(lastAnnotation, 1)],
        });
    }
}
