using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Preprocessing;

public sealed class SegmentBeatsTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [Fact]
    public void GetOutputSchema_OneLead_HasTheColumnsOfBeatRows()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext));

        Assert.Equal(
            ["Features Vector<Single, 216, 1>", "Label String", "Patient String", "Record String", "BeatSample Int64", "Evidence Vector<Single, 216>", "Waves Vector<Single, 15>"],
            beats.Schema.Select(column => $"{column.Name} {column.Type}"));
        Assert.Equal(["t0", "t1", "t215"], SlotNames(beats, "Features", 0, 1, 215));
        Assert.Equal(["t0", "t1", "t215"], SlotNames(beats, "Evidence", 0, 1, 215));
        Assert.Equal(["P onset", "P peak", "P end", "Q onset", "T end"], SlotNames(beats, "Waves", 0, 1, 2, 3, 14));
    }

    [Fact]
    public void Transform_TwoLeads_HasBothStepMajor()
    {
        using TemporaryFolder folder = new();
        SmallEcg.WriteTwoLeads(folder.Path, "a");
        IDataView records = _mlContext.Data.LoadFromWfdb(folder.Path);
        SegmentBeatsOptions options = new() { Leads = [new() { Name = "V5" }, new() { Channel = 0 }] };

        IDataView beats = Beats(records, options);

        Assert.Equal("Vector<Single, 216, 2>", $"{beats.Schema["Features"].Type}");
        Assert.Equal(["V5@t0", "channel0@t0", "V5@t1"], SlotNames(beats, "Features", 0, 1, 2));
        float[][] both = beats.Vectors("Features"), first = Beats(records).Vectors("Features");
        for (int row = 0; row < first.Length; row++)
        {
            Assert.Equal(first[row], both[row].Where((_, i) => i % 2 == 1));
            Assert.Equal(first[row].Select(value => -value), both[row].Where((_, i) => i % 2 == 0), (a, b) => MathF.Abs(a - b) < 1e-5f);
        }
    }

    [Fact]
    public void Transform_WithoutTruth_HasNeitherEvidenceNorWaves()
    {
        IDataView records = _mlContext.Transforms.DropColumns("Truth").Fit(SmallEcg.Records(_mlContext)).Transform(SmallEcg.Records(_mlContext));

        Assert.Null(Beats(records).Schema.GetColumnOrNull("Evidence"));
        Assert.Null(Beats(records).Schema.GetColumnOrNull("Waves"));
    }

    [Fact]
    public void Transform_WithTruth_HasEvidenceOfTheGenerator()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext));

        Assert.Equal(Truths(beats).Select(beat => beat.Evidence.Select(shows => shows ? 1f : 0f)), beats.Vectors("Evidence"));
        Assert.Contains(beats.Vectors("Evidence"), row => row.Contains(1));
    }

    [Fact]
    public void Transform_WithTruth_HasWavesOfTheGeneratorInStepsOfTheRow()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext));

        Assert.Equal(Truths(beats).Select(beat => Waves(beat).ToArray()), beats.Vectors("Waves"));
        Assert.Contains(beats.Vectors("Waves"), row => float.IsNaN(row[0]));
        Assert.Contains(beats.Vectors("Waves"), row => !float.IsNaN(row[0]));

        static IEnumerable<float> Waves(BeatTruth beat)
        {
            foreach (string name in new[] { "P", "Q", "R", "S", "T" })
            {
                WaveTruth[] own = [.. beat.Waves.Where(wave => wave.Name == name)];
                foreach (Func<WaveTruth, int> bound in new Func<WaveTruth, int>[] { wave => wave.Onset, wave => wave.Peak, wave => wave.End })
                    yield return own.Length == 0 ? float.NaN : 72 + bound(own[0]);
            }
        }
    }

    [Fact]
    public void Transform_FewerClasses_KeepsTheirBeatsOnly()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext), new() { Classes = ["V"] });

        Assert.Equal(["V"], beats.Texts("Label").Distinct());
    }

    [Fact]
    public void Transform_AllBeats_LabelsThoseOfClassesOnly()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        IDataView all = Beats(records, new() { Classes = ["V"], Beats = BeatChoice.All });

        Assert.Equal(["", "V"], all.Texts("Label").Distinct().Order());
        Assert.Equal(Beats(records).Texts("Record").Length, all.Texts("Record").Length);
    }

    [Fact]
    public void Transform_RecordsWithoutAnnotations_CanGiveAllBeats()
    {
        using TemporaryFolder folder = new();
        SmallEcg.WriteTwoLeads(folder.Path, "a");
        IDataView records = _mlContext.Data.LoadFromWfdb(folder.Path, new() { Annotator = null });

        Assert.Equal([""], Beats(records, new() { Beats = BeatChoice.All }).Texts("Label").Distinct());
        Assert.Empty(Beats(records).Texts("Label"));
    }

    [Fact]
    public void Transform_OtherWindow_ChangesTheRows()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext), new() { BeforeSeconds = 0.1, AfterSeconds = 0.15 });

        Assert.Equal("Vector<Single, 90, 1>", $"{beats.Schema["Features"].Type}");
        Assert.All(beats.Vectors("Evidence"), row => Assert.Equal(90, row.Length));
    }

    [Fact]
    public void GetRowCursor_NoColumnActive_CountsRowsAndLeavesPatientAndTruth()
    {
        CountedView records = new(SmallEcg.Records(_mlContext));
        IDataView beats = Beats(records);
        using DataViewRowCursor cursor = beats.GetRowCursor([]);
        int rows = 0;

        while (cursor.MoveNext())
            Assert.Equal(rows++, cursor.Position);

        Assert.Equal(Beats(SmallEcg.Records(_mlContext)).Texts("Label").Length, rows);
        Assert.Equal((0, 0), (records.Values.GetValueOrDefault("Patient"), records.Values.GetValueOrDefault("Truth")));
        Assert.Equal(-1, cursor.Position);
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Transform_SignalOfEachRecord_IsReadAndFilteredOnce()
    {
        CountedView records = new(SmallEcg.Records(_mlContext));

        Beats(records).Vectors("Features");

        Assert.Equal(8, records.Values.GetValueOrDefault("Signal"));
    }

    [Fact]
    public void GetRowCursor_Twice_GivesTheSameRowsWithIdsOfTheirOwn()
    {
        IDataView beats = Beats(SmallEcg.Records(_mlContext));

        Assert.Equal(beats.Vectors("Features"), beats.Vectors("Features"));
        Assert.Equal(Ids(beats), Ids(beats));
        Assert.Equal(beats.Texts("Label").Length, Ids(beats).Distinct().Count());
    }

    [Fact]
    public void Fit_WithoutPeaks_SaysToDetectThem()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.SegmentBeats().Fit(records)).Innermost();

        Assert.StartsWith("Could not find input column 'RPeaks'. Add it with DetectBeats.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_PeaksAreText_SaysExpectedAndGot()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Transforms.SegmentBeats(new() { PeaksColumnName = "Patient" }).Fit(records)).Innermost();

        Assert.StartsWith("Schema mismatch for input column 'Patient': expected Vector<Int64>, got String. Add it with DetectBeats.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_OtherRate_NamesRecordAndBothRates()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => Beats(SmallEcg.Records(_mlContext), new() { SamplingRateHz = 500 }).Texts("Label")).Innermost();

        Assert.StartsWith("s001, lead MLII: the sampling rate is 360 Hz and must be 500 Hz, the model's.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_LeadMissing_LeavesTheRecordOutOrThrows()
    {
        IDataView records = SmallEcg.Records(_mlContext);

        Assert.Empty(Beats(records, new() { Leads = [new() { Name = "V5" }] }).Texts("Label"));
        Exception error = Assert.ThrowsAny<Exception>(
            () => Beats(records, new() { Leads = [new() { Name = "V5", Missing = MissingLeadPolicy.Error }] }).Texts("Label")).Innermost();
        Assert.StartsWith("s001: the record lacks lead V5; it has 0 MLII. Choose another lead", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_FlatLead_SaysThatThereAreNoBeats()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<PeakedRecording>([new() { RPeaks = [] }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Segment(records).Texts("Label")).Innermost();

        Assert.StartsWith("r1, lead I: no beats found; a record must have at least one whole beat.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, 400), InlineData(500, 500), InlineData(-1, 500), InlineData(500, 2000)]
    public void Transform_PeaksOutOfOrderOrPlace_NamesThem(long first, long second)
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<PeakedRecording>([new() { RPeaks = [first, second] }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Segment(records).Texts("Label")).Innermost();

        Assert.Contains("peaks must lie within the 2000 samples and ascend. Take them from DetectBeats.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_AnnotationsOfTwoLengths_SaysSo()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<PeakedRecording>([new() { RPeaks = [500], AnnotationSample = [1, 2], AnnotationSymbol = ["N"] }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Segment(records).Texts("Label")).Innermost();

        Assert.StartsWith("r1: 2 annotations have a sample and 1 a symbol, and each must have both.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_InvalidSampleInABeat_NamesIt()
    {
        float[] signal = new float[2000];
        signal[510] = float.NaN;
        IDataView records = _mlContext.Data.LoadFromEnumerable<PeakedRecording>([new() { RPeaks = [500], AnnotationSample = [500], AnnotationSymbol = ["N"], Signal = new(2000, signal) }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Segment(records).Vectors("Features")).Innermost();

        Assert.StartsWith("r1, lead I: sample 510 is invalid; every sample of a beat must have a value.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_TruthIsNone_SaysSo()
    {
        IDataView records = _mlContext.Data.LoadFromEnumerable<TruthRecording>([new() { RPeaks = [500], AnnotationSample = [500], AnnotationSymbol = ["N"] }]);

        Exception error = Assert.ThrowsAny<Exception>(() => Segment(records).Vectors("Evidence"));

        Assert.StartsWith("r1, column Truth: not the truth of a synthetic record", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Invalid_NameTheOption()
    {
        Assert.Contains("Leads", Assert.Throws<ArgumentException>(() => new SegmentBeatsOptions { Leads = [] }).Message, StringComparison.Ordinal);
        Assert.Contains("Classes", Assert.Throws<ArgumentException>(() => new SegmentBeatsOptions { Classes = ["N", "N"] }).Message, StringComparison.Ordinal);
        Assert.Equal("SamplingRateHz", Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentBeatsOptions { SamplingRateHz = 0 }).ParamName);
        Assert.Equal("AfterSeconds", Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentBeatsOptions { AfterSeconds = 0 }).ParamName);
        Assert.Equal("LabelToleranceMs", Assert.Throws<ArgumentOutOfRangeException>(() => new SegmentBeatsOptions { LabelToleranceMs = -1 }).ParamName);
    }

    private static IEnumerable<BeatTruth> Truths(IDataView beats)
    {
        SyntheticTruth[] truths = [.. SyntheticEcg.Generate(SmallEcg.Options).Select(record => record.Truth)];
        return beats.Texts("Record").Zip(beats.GetColumn<long>("BeatSample"), (record, sample) =>
        {
            Assert.True(truths.Single(truth => truth.Record == record).TryBeat(sample, out BeatTruth? beat));
            return beat;
        });
    }

    private IDataView Peaks(IDataView records) =>
        _mlContext.Transforms.BandpassFilter("Signal").Append(_mlContext.Transforms.DetectBeats()).Fit(records).Transform(records);

    private IDataView Segment(IDataView peaked, SegmentBeatsOptions? options = null) => _mlContext.Transforms.SegmentBeats(options).Fit(peaked).Transform(peaked);

    private IDataView Beats(IDataView records, SegmentBeatsOptions? options = null) => Segment(Peaks(records), options);

    private static string[] SlotNames(IDataView view, string column, params int[] slots)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        view.Schema[column].GetSlotNames(ref names);
        return [.. slots.Select(slot => names.GetItemOrDefault(slot).ToString())];
    }

    private static List<DataViewRowId> Ids(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        List<DataViewRowId> ids = [];
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }

        return ids;
    }

    private class PeakedRecording
    {
        public string Record { get; set; } = "r1";

        public string Patient { get; set; } = "p1";

        public float SamplingRateHz { get; set; } = 360;

        public string[] Leads { get; set; } = ["I"];

        public VBuffer<float> Signal { get; set; } = new(2000, new float[2000]);

        public long[] RPeaks { get; set; } = [];

        public long[] AnnotationSample { get; set; } = [];

        public string[] AnnotationSymbol { get; set; } = [];
    }

    private sealed class TruthRecording : PeakedRecording
    {
        public string Truth { get; set; } = "?";
    }
}
