using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class PreprocessingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void Preprocessing_OneChain_MakesBeatsOfRecords()
    {
        IDataView records = SmallEcg.Records(mlContext);

        // <example>
        IEstimator<ITransformer> pipeline = mlContext.Transforms.BandpassFilter("Signal")
            .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
            .Append(mlContext.Transforms.SegmentBeats());
        IDataView beats = pipeline.Fit(records).Transform(records);
        string[] labels = [.. beats.GetColumn<string>("Label")];
        float[] features = beats.GetColumn<float[]>("Features").First();   // [step, lead], mV
        // </example>

        Assert.Equal(216, features.Length);
        Assert.Contains("V", labels);
    }

    [Fact]
    public void BandpassFilter_OtherBand_Filters()
    {
        IDataView records = SmallEcg.Records(mlContext);

        // <example>
        BandpassFilterEstimator estimator = mlContext.Transforms.BandpassFilter("Filtered", "Signal", new() { LowHz = 1, HighHz = 40 });
        BandpassFilterTransformer filter = estimator.Fit(records);
        float[] filtered = filter.Transform(records).GetColumn<float[]>("Filtered").First();   // [step, lead], mV
        // </example>

        Assert.Equal(3600, filtered.Length);
    }

    [Fact]
    public void RecordTransformer_Steps_FollowEachOther()
    {
        IDataView records = SmallEcg.Records(mlContext);

        // <example>
        RecordTransformer[] steps = [mlContext.Transforms.BandpassFilter("Signal").Fit(records), mlContext.Transforms.DetectBeats().Fit(records)];
        IDataView withPeaks = steps.Aggregate(records, (rows, step) => step.Transform(rows));
        // </example>

        Assert.NotNull(withPeaks.Schema.GetColumnOrNull("RPeaks"));
    }

    [Fact]
    public void DetectBeats_Options_ChooseTheLead()
    {
        IDataView records = SmallEcg.Records(mlContext);
        IDataView filtered = mlContext.Transforms.BandpassFilter("Signal").Fit(records).Transform(records);

        // <example>
        DetectBeatsOptions options = new()
        {
            Lead = new() { Name = "MLII", Missing = MissingLeadPolicy.FirstChannel },
            Environment = mlContext,   // warnings of missing leads in MLContext.Log
        };
        DetectBeatsEstimator estimator = mlContext.Transforms.DetectBeats("RPeaks", "Signal", options);
        DetectBeatsTransformer detector = estimator.Fit(filtered);
        long[] peaks = detector.Transform(filtered).GetColumn<long[]>("RPeaks").First();   // samples
        // </example>

        Assert.NotEmpty(peaks);
    }

    [Fact]
    public void SegmentBeats_Options_ChooseBeatsAndWindow()
    {
        IDataView records = SmallEcg.Records(mlContext);
        IDataView withPeaks = mlContext.Transforms.BandpassFilter("Signal").Append(mlContext.Transforms.DetectBeats()).Fit(records).Transform(records);

        // <example>
        SegmentBeatsOptions options = new()
        {
            SignalColumnName = "Signal",
            PeaksColumnName = "RPeaks",
            Leads = [new() { Name = "MLII" }],   // D = 1; more leads make Features [step, lead]
            Beats = BeatChoice.OfClasses,
            Classes = ["N", "R", "/", "V"],
            SamplingRateHz = 360,
            BeforeSeconds = 0.2,
            AfterSeconds = 0.4,
            LabelToleranceMs = 150,
            Environment = mlContext,             // warnings of missing leads in MLContext.Log
        };
        SegmentBeatsEstimator estimator = mlContext.Transforms.SegmentBeats(options);
        SegmentBeatsTransformer cutter = estimator.Fit(withPeaks);
        IDataView beats = cutter.Transform(withPeaks);
        // </example>

        Assert.NotEmpty(beats.Texts("Label"));
    }

    [Fact]
    public void BeatChoice_ForScoring_IsAllBeats()
    {
        IDataView records = SmallEcg.Records(mlContext);
        IDataView withPeaks = mlContext.Transforms.BandpassFilter("Signal").Append(mlContext.Transforms.DetectBeats()).Fit(records).Transform(records);

        // <example>
        // To train: the beats that have a class. To score new recordings: all beats.
        SegmentBeatsOptions training = new() { Beats = BeatChoice.OfClasses }, scoring = new() { Beats = BeatChoice.All };
        IDataView labelled = mlContext.Transforms.SegmentBeats(training).Fit(withPeaks).Transform(withPeaks);
        IDataView all = mlContext.Transforms.SegmentBeats(scoring).Fit(withPeaks).Transform(withPeaks);
        // </example>

        Assert.True(all.Texts("Label").Length >= labelled.Texts("Label").Length);
    }
}
