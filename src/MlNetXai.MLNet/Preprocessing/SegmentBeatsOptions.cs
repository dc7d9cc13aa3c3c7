using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetXai.Signals.Beats;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Which beats of a record become rows.</summary>
/// <example>
/// <code>
/// // To train: the beats that have a class. To score new recordings: all beats.
/// SegmentBeatsOptions training = new() { Beats = BeatChoice.OfClasses }, scoring = new() { Beats = BeatChoice.All };
/// IDataView labelled = mlContext.Transforms.SegmentBeats(training).Fit(withPeaks).Transform(withPeaks);
/// IDataView all = mlContext.Transforms.SegmentBeats(scoring).Fit(withPeaks).Transform(withPeaks);
/// </code>
/// </example>
public enum BeatChoice
{
    /// <summary>Those with a label among the classes.</summary>
    OfClasses,

    /// <summary>All with a whole window; the label is empty where the record's annotations give no class.</summary>
    All,
}

/// <summary>Settings of <see cref="SegmentBeatsEstimator"/>.</summary>
/// <example>
/// <code>
/// SegmentBeatsOptions options = new()
/// {
///     SignalColumnName = "Signal",
///     PeaksColumnName = "RPeaks",
///     Leads = [new() { Name = "MLII" }],   // D = 1; more leads make Features [step, lead]
///     Beats = BeatChoice.OfClasses,
///     Classes = ["N", "R", "/", "V"],
///     SamplingRateHz = 360,
///     BeforeSeconds = 0.2,
///     AfterSeconds = 0.4,
///     LabelToleranceMs = 150,
///     Environment = mlContext,             // warnings of missing leads in MLContext.Log
/// };
/// SegmentBeatsEstimator estimator = mlContext.Transforms.SegmentBeats(options);
/// SegmentBeatsTransformer cutter = estimator.Fit(withPeaks);
/// IDataView beats = cutter.Transform(withPeaks);
/// </code>
/// </example>
public sealed record SegmentBeatsOptions
{
    /// <summary>Column of the band-passed signal, <c>[step, lead]</c>. Default "Signal".</summary>
    public string SignalColumnName { get; init; } = "Signal";

    /// <summary>Column of the R peaks. Default "RPeaks".</summary>
    public string PeaksColumnName { get; init; } = "RPeaks";

    /// <summary>Leads that a row has, at least one, in the order of <c>Features</c>; a record that lacks one and is skipped gives no rows. Default: the first.</summary>
    public IReadOnlyList<LeadChoice> Leads
    {
        get;
        init => field = value.Count > 0 ? value : throw new ArgumentException("Leads must name at least one lead.", nameof(Leads));
    } = [new()];

    /// <summary>Which beats become rows. Default <see cref="BeatChoice.OfClasses"/>.</summary>
    public BeatChoice Beats { get; init; } = BeatChoice.OfClasses;

    /// <summary>Annotation mnemonics that are classes, at least one, each once. Default N, R, /, V.</summary>
    public IReadOnlyList<string> Classes { get; init => field = new BeatSetOptions { Classes = value }.Classes; } = new BeatSetOptions().Classes;

    /// <summary>Samples per second that every record must have, above 0: the model's. Default 360.</summary>
    public double SamplingRateHz { get; init => field = new BeatSetOptions { SamplingRateHz = value }.SamplingRateHz; } = new BeatSetOptions().SamplingRateHz;

    /// <summary>Length of a row before R in seconds, at least 0; truncated to samples. Default 0.2 (72 samples at 360 Hz).</summary>
    public double BeforeSeconds { get; init => field = new BeatSegmenterOptions { BeforeSeconds = value }.BeforeSeconds; } = new BeatSegmenterOptions().BeforeSeconds;

    /// <summary>Length of a row from R on in seconds, above 0; truncated to samples. Default 0.4 (144 samples at 360 Hz).</summary>
    public double AfterSeconds { get; init => field = new BeatSegmenterOptions { AfterSeconds = value }.AfterSeconds; } = new BeatSegmenterOptions().AfterSeconds;

    /// <summary>Largest distance of a beat and its annotation in milliseconds, at least 0. Default 150.</summary>
    public double LabelToleranceMs { get; init => field = new BeatSetOptions { LabelToleranceMs = value }.LabelToleranceMs; } = new BeatSetOptions().LabelToleranceMs;

    /// <summary>Whose log receives warnings of missing leads; an <see cref="MLContext"/> is one. Null (the default) for none.</summary>
    public IHostEnvironment? Environment { get; init; }

    /// <summary>Names of the leads for slot names.</summary>
    internal IReadOnlyList<string> LeadNames => [.. Leads.Select(lead => lead.Name ?? $"channel{lead.Channel}")];

    /// <summary>The same for the core.</summary>
    internal BeatSetOptions ToBeatSetOptions() => new()
    {
        Classes = Classes,
        SamplingRateHz = SamplingRateHz,
        LabelToleranceMs = LabelToleranceMs,
        Segmentation = new() { BeforeSeconds = BeforeSeconds, AfterSeconds = AfterSeconds },
    };
}
