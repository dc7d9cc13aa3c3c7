using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Splitting;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.MLNet.Tests.Preprocessing;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Splits;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Splitting;

public sealed class SplitByPatientTests
{
    private static readonly PatientSplitOptions Rule = new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 };
    private readonly MLContext _mlContext = new(seed: 1);

    [Theory]
    [InlineData(1ul), InlineData(7ul)]
    public void SplitByPatient_SyntheticSet_HasThePartsOfTheCore(ulong seed)
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, SyntheticEcgOptions.Smoke);
        BeatSet set = BeatSet.Load(folder.Path);
        PatientSplit expected = PatientSplitter.Find(set.Options.Classes, set.Counts.RowsByPatient(), Rule, seed);

        PatientPartition parts = _mlContext.Data.SplitByPatient(Beats(), new() { Seed = seed, Rule = Rule });

        Assert.Equal((expected.Draws, seed), (parts.Report.Draws, parts.Report.Seed));
        Assert.Equal(expected.MinimumRows, parts.Report.MinimumRows);
        Assert.Equal(expected.Train, parts.Report.Parts[0].Patients);
        Assert.Equal(expected.Train, parts.Train.Texts("Patient").Distinct());
        Assert.Equal(expected.Validation, parts.Validation.Texts("Patient").Distinct());
        Assert.Equal(expected.Test, parts.Test.Texts("Patient").Distinct());
    }

    [Fact]
    public void SplitByPatient_MitDb_HasThePartsOfTheCore()
    {
        string folder = RealData.Require("mitdb");
        BeatSet set = BeatSet.Load(folder);
        PatientSplit expected = PatientSplitter.Find(set.Options.Classes, set.Counts.RowsByPatient(), new(), seed: 1);

        PatientSplitReport report = _mlContext.Data.SplitByPatient(Beats(_mlContext.Data.LoadFromWfdb(folder, new() { Lead = new() }))).Report;

        Assert.Equal(expected.Draws, report.Draws);
        Assert.Equal([expected.Train, expected.Validation, expected.Test], report.Parts.Select(part => part.Patients));
        Assert.Equal(94_696, report.Parts.Sum(part => part.Rows.Sum()));
    }

    [Fact]
    public void SplitByPatient_RowsOfEachPart_AreThoseOfItsPatientsInOrder()
    {
        IDataView beats = Beats();

        PatientPartition parts = _mlContext.Data.SplitByPatient(beats, new() { Rule = Rule });

        string[] patients = beats.Texts("Patient");
        float[][] features = beats.Vectors("Features");
        Assert.Equal(features.Where((_, row) => parts.Report.Parts[2].Patients.Contains(patients[row])), parts.Test.Vectors("Features"));
        Assert.Equal(
            beats.Texts("Label").Length, parts.Train.Texts("Label").Length + parts.Validation.Texts("Label").Length + parts.Test.Texts("Label").Length);
    }

    [Fact]
    public void SplitByPatient_KeyLabel_GivesTheSamePartsAndItsNamesInOrder()
    {
        IDataView beats = Beats();
        IDataView keyed = _mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(beats).Transform(beats);

        PatientSplitReport report = _mlContext.Data.SplitByPatient(keyed, new() { Rule = Rule }).Report;

        Assert.Equal(_mlContext.Data.SplitByPatient(beats, new() { Rule = Rule }).Report.Parts.Select(part => part.Patients), report.Parts.Select(part => part.Patients));
        Assert.Equal(beats.Texts("Label").Distinct(), report.Classes);
    }

    [Fact]
    public void SplitByPatient_KeyPatient_GivesTheSameParts()
    {
        IDataView beats = Beats();
        IDataView keyed = _mlContext.Transforms.Conversion.MapValueToKey("Patient").Fit(beats).Transform(beats);

        PatientPartition parts = _mlContext.Data.SplitByPatient(keyed, new() { Rule = Rule });

        Assert.Equal(_mlContext.Data.SplitByPatient(beats, new() { Rule = Rule }).Test.Vectors("Features"), parts.Test.Vectors("Features"));
    }

    [Fact]
    public void SplitByPatient_OtherColumnNames_AreRead()
    {
        IDataView beats = Beats();
        IDataView renamed = _mlContext.Transforms.CopyColumns("Class", "Label").Append(_mlContext.Transforms.CopyColumns("Who", "Patient"))
            .Append(_mlContext.Transforms.DropColumns("Label", "Patient")).Fit(beats).Transform(beats);

        PatientPartition parts = _mlContext.Data.SplitByPatient(renamed, new() { Rule = Rule, LabelColumnName = "Class", PatientColumnName = "Who" });

        Assert.Equal(parts.Report.Parts[1].Patients, parts.Validation.Texts("Who").Distinct());
    }

    [Fact]
    public void SplitByPatient_Reading_AsksForLabelAndPatientOnly()
    {
        CountedView beats = new(Beats());

        PatientPartition parts = _mlContext.Data.SplitByPatient(beats, new() { Rule = Rule });
        Assert.NotEmpty(parts.Train.GetColumn<long>("BeatSample"));

        Assert.Equal((0, 0), (beats.Values.GetValueOrDefault("Features"), beats.Values.GetValueOrDefault("Record")));
    }

    [Fact]
    public void GetGetter_PatientNotAskedFor_IsNotActive()
    {
        IDataView train = _mlContext.Data.SplitByPatient(Beats(), new() { Rule = Rule }).Train;
        using DataViewRowCursor cursor = train.GetRowCursor([train.Schema["Label"]]);

        Assert.False(cursor.IsColumnActive(train.Schema["Patient"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(train.Schema["Patient"]));
    }

    [Fact]
    public void GetRowCursorSet_OfAPart_GivesEachRowOnce()
    {
        IDataView test = _mlContext.Data.SplitByPatient(_mlContext.Data.Cache(Beats()), new() { Rule = Rule }).Test;
        DataViewSchema.Column sample = test.Schema["BeatSample"];
        List<long> rows = [];

        foreach (DataViewRowCursor cursor in test.GetRowCursorSet([sample], 3))
        {
            using (cursor)
            {
                ValueGetter<long> getter = cursor.GetGetter<long>(sample);
                long value = 0;
                for (long row = 0; cursor.MoveNext(); row++)
                {
                    Assert.Equal(row, cursor.Position);
                    getter(ref value);
                    rows.Add(value);
                }

                Assert.Equal(-1, cursor.Position);
            }
        }

        Assert.Equal(test.GetColumn<long>("BeatSample").Order(), rows.Order());
    }

    [Fact]
    public void Report_ToString_IsATableOfPatientsAndRows()
    {
        PatientSplitReport report = new(
            ["N", "V"],
            [new("train", ["a", "b"], [1200, 40], [2, 1]), new("validation", ["c"], [300, 9], [1, 1]), new("test", ["d"], [10, 5], [1, 1])],
            Seed: 7,
            Draws: 31,
            MinimumRows: [10, 3, 5]);

        Assert.Equal(
            """
            part        patients         N       V
            train              2  1200 (2)  40 (1)
            validation         1   300 (1)   9 (1)
            test               1    10 (1)   5 (1)
            seed 7, accepted at draw 31; rows (patients) of each class
            """,
            report.ToString());
    }

    [Fact]
    public void SplitByPatient_DefaultRuleAndFewPatients_SaysThatPartsMustAddUp()
    {
        PatientSplitException error = Assert.Throws<PatientSplitException>(() => _mlContext.Data.SplitByPatient(Beats()));

        Assert.Contains("there are 12 patients, and parts of 33 / 5 / 9 need 47", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitByPatient_MissingLabel_NamesColumnAndRow()
    {
        IDataView rows = _mlContext.Data.LoadFromEnumerable<Row>([new() { Label = "N", Patient = "a" }, new() { Label = "", Patient = "a" }]);

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => _mlContext.Data.SplitByPatient(rows));

        Assert.Equal(("Label", 1), (error.Column, error.Row));
        Assert.Contains("the value is missing; a row must have its patient and class", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitByPatient_ColumnMissing_NamesItAndThoseThereAre()
    {
        IDataView rows = _mlContext.Data.LoadFromEnumerable<Row>([new() { Label = "N", Patient = "a" }]);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Data.SplitByPatient(rows, new() { PatientColumnName = "Who" }));

        Assert.StartsWith("Could not find patient column 'Who'. The columns are 'Label', 'Patient', 'Score'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitByPatient_LabelOfAnotherType_SaysExpectedAndGot()
    {
        IDataView rows = _mlContext.Data.LoadFromEnumerable<Row>([new() { Label = "N", Patient = "a" }]);

        Exception error = Assert.Throws<ArgumentOutOfRangeException>(() => _mlContext.Data.SplitByPatient(rows, new() { LabelColumnName = "Score" }));

        Assert.StartsWith("Schema mismatch for label column 'Score': expected String, Key, Int32 or Int64, got Single.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SplitByPatient_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => _mlContext.Data.SplitByPatient(Beats(), new() { Rule = Rule }, new CancellationToken(canceled: true)));

    private IDataView Beats() => Beats(_mlContext.Data.LoadFromSyntheticEcg(SyntheticEcgOptions.Smoke));

    private IDataView Beats(IDataView records) =>
        _mlContext.Transforms.BandpassFilter("Signal").Append(_mlContext.Transforms.DetectBeats()).Append(_mlContext.Transforms.SegmentBeats())
            .Fit(records).Transform(records);

    private sealed class Row
    {
        public string Label { get; set; } = "";

        public string Patient { get; set; } = "";

        public float Score { get; set; }
    }
}
