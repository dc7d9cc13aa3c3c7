using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Beats;

public sealed class BeatSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Records_GivesLabelledRowsInOrder()
    {
        GoldenRecord.Write(_folder.Path, "b");
        GoldenRecord.Write(_folder.Path, "a");

        BeatSet set = BeatSet.Load(_folder.Path);

        Assert.Equal(
            [new("a", "a", 200, "N"), new("a", "a", 484, "R"), new("a", "a", 786, "/"), new("a", "a", 1097, "V"), new("a", "a", 1722, "N")],
            set.Beats.Take(5));
        Assert.Equal((10, 216, 1, 72), (set.Values.Rows, set.Values.Steps, set.Values.Channels, set.SamplesBeforeR));
        BeatDetection found = new BeatSegmenter().Segment(GoldenSignal.Millivolts(2300), 360);
        Assert.Equal(found.Beat(484).ToArray().Select(value => (float)value), set.Values.Row(1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Load_Records_CountsWhatWasLeftOut()
    {
        GoldenRecord.Write(_folder.Path, "201");
        GoldenRecord.Write(_folder.Path, "202");

        BeatCounts counts = BeatSet.Load(_folder.Path).Counts;

        PatientCounts patient = Assert.Single(counts.Patients);
        Assert.Equal("201", patient.Patient);
        Assert.Equal((14, 14, 2), (patient.Counts.Detections, patient.Counts.Kept, patient.Counts.Unlabelled));
        Assert.Equal((4, 2, 2), (counts.Total.Of("N"), counts.Total.Of("V"), counts.Total.MissedOf("N")));
        Assert.Equal(new Dictionary<string, int> { ["A"] = 2 }, counts.Other);
        Assert.Equal([4, 2, 2, 2], Assert.Single(counts.RowsByPatient()).Rows);
    }

    [Fact]
    public void Load_ReportsProgress_OncePerRecord()
    {
        GoldenRecord.Write(_folder.Path, "a");
        GoldenRecord.Write(_folder.Path, "b");
        Reports reports = new();

        BeatSet.Load(_folder.Path, progress: reports);

        Assert.Equal([1, 2], reports.Done.Order());
    }

    [Fact]
    public void Load_Cancelled_Throws()
    {
        GoldenRecord.Write(_folder.Path, "a");

        Assert.ThrowsAny<OperationCanceledException>(() => BeatSet.Load(_folder.Path, cancellation: new(canceled: true)));
    }

    [Theory]
    [InlineData("uV", 1e-3), InlineData("V", 1e3), InlineData("MV", 1)]
    public void Load_OtherVoltageUnit_IsConverted(string units, double factor)
    {
        GoldenRecord.Write(_folder.Path, "a", units: units);

        BeatSet set = BeatSet.Load(_folder.Path);

        Assert.Equal(new BeatSegmenter().Segment(GoldenSignal.Millivolts(2300), 360).Beat(200)[72] * factor, set.Values.Row(0)[72], 1e-6 * factor);
    }

    [Fact]
    public void Load_LeadIsNoVoltage_NamesUnitAndRemedy()
    {
        GoldenRecord.Write(_folder.Path, "a", units: "mmHg");

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("a.hea, lead MLII: the unit is 'mmHg' and must be mV, uV or V", error.Message);
    }

    [Fact]
    public void Load_LeadMissing_IsSkippedWithWarning()
    {
        GoldenRecord.Write(_folder.Path, "a");
        WriteWithLead("b", "V5");

        BeatSet set = BeatSet.Load(_folder.Path, new() { Lead = new() { Name = "mlii" } });

        Assert.Equal(["a"], set.Counts.Records.Select(record => record.Record));
        Assert.Contains("b.hea: the record lacks lead mlii; it has 0 V5. It is left out.", Assert.Single(set.Warnings));
    }

    [Fact]
    public void Load_LeadMissing_FallsBackToTheFirstChannel()
    {
        WriteWithLead("b", "V5");

        BeatSet set = BeatSet.Load(_folder.Path, new() { Lead = new() { Name = "MLII", Missing = MissingLeadPolicy.FirstChannel } });

        Assert.Equal("V5", Assert.Single(set.Counts.Records).Lead);
        Assert.Contains("Channel 0 is taken instead.", Assert.Single(set.Warnings));
    }

    [Fact]
    public void Load_LeadMissing_IsAnErrorIfSo()
    {
        WriteWithLead("b", "V5");
        LeadChoice second = new() { Channel = 1, Missing = MissingLeadPolicy.Error };

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path, new() { Lead = second }));

        Assert.Contains("b.hea: the record lacks channel 1; it has 0 V5. Choose another lead", error.Message);
    }

    [Fact]
    public void Load_NoRecordHasTheLead_IsAnError()
    {
        GoldenRecord.Write(_folder.Path, "a");

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path, new() { Lead = new() { Name = "V1" } }));

        Assert.EndsWith("no record has lead V1. Choose another lead.", error.Message);
    }

    [Fact]
    public void Load_OtherSamplingRate_NamesBoth()
    {
        GoldenRecord.Write(_folder.Path, "a", samplingRateHz: 250);

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("a.hea, lead MLII: the sampling rate is 250 Hz and must be 360 Hz", error.Message);
    }

    [Fact]
    public void Load_InvalidSamples_NamesFirstAndNumber()
    {
        GoldenRecord.Write(_folder.Path, "a", change: x => x[900] = x[901] = double.NaN);

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("a.hea, lead MLII: 2 of 2300 samples are invalid, the first at sample 900", error.Message);
    }

    [Fact]
    public void Load_FlatLead_FindsNoBeats()
    {
        GoldenRecord.Write(_folder.Path, "a", change: x => Array.Fill(x, 0.5));

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("a.hea, lead MLII: no beats found (the lead is flat: every sample is 0.5 mV)", error.Message);
    }

    [Fact]
    public void Load_TooShort_SaysHowLongItMustBe()
    {
        WfdbWriter.Write(_folder.Path, new()
        {
            Name = "a",
            SamplingRateHz = 360,
            Signals = [WfdbWriteSignal.FromPhysical("MLII", new double[300])],
            Annotations = [],
        });

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("300 samples at 360 Hz; the signal must have more than 327 samples", error.Message);
    }

    [Fact]
    public void Load_AnnotationPastTheEnd_NamesFileIndexSampleAndLength()
    {
        GoldenRecord.Write(_folder.Path, "a", annotations: [new(200, GoldenRecord.N), new(2300, GoldenRecord.V)]);

        WfdbException error = Assert.Throws<WfdbException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("a.atr, annotation 1: sample 2300 lies outside the record of 2300 samples", error.Message);
    }

    [Fact]
    public void Load_NoAnnotationFile_NamesIt()
    {
        GoldenRecord.Write(_folder.Path, "a");

        WfdbException error = Assert.Throws<WfdbException>(() => BeatSet.Load(_folder.Path, new() { Annotator = "ecg" }));

        Assert.Contains("a.ecg", error.Message);
    }

    [Fact]
    public void Load_SeveralRecordsFail_ReportsTheFirst()
    {
        for (int i = 0; i < 6; i++)
            GoldenRecord.Write(_folder.Path, $"r{i}", change: i < 2 ? null : x => x[i] = double.NaN);

        BeatException error = Assert.Throws<BeatException>(() => BeatSet.Load(_folder.Path));

        Assert.Contains("r2.hea", error.Message);
    }

    [Fact]
    public void Load_FolderWithoutRecords_IsAnError() => Assert.Throws<WfdbException>(() => BeatSet.Load(_folder.Path));

    [Fact]
    public void Options_ClassTwice_Throws() => Assert.Throws<ArgumentException>(() => new BeatSetOptions { Classes = ["N", "N"] });

    private void WriteWithLead(string name, string lead) =>
        WfdbWriter.Write(_folder.Path, new()
        {
            Name = name,
            SamplingRateHz = 360,
            Signals = [WfdbWriteSignal.FromPhysical(lead, GoldenSignal.Millivolts(2300))],
            Annotations = GoldenRecord.Annotations,
        });

    private sealed class Reports : IProgress<ProgressReport>
    {
        private readonly List<long> _done = [];

        public IReadOnlyList<long> Done => _done;

        public void Report(ProgressReport value)
        {
            lock (_done)
                _done.Add(value.Done);
        }
    }
}
