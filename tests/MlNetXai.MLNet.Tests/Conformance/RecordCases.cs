using Microsoft.ML;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.Signals.Beats;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>Every estimator that works on recordings, over <see cref="SmallEcg"/>: what the conformance suite of record rows runs.</summary>
internal static class RecordCases
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly Dictionary<string, Case> ByName = new(StringComparer.Ordinal)
    {
        ["band-pass in place"] = new(Context.Transforms.BandpassFilter("Signal"), Raw, "Signal"),
        ["band-pass beside"] = new(Context.Transforms.BandpassFilter("Filtered", "Signal", new() { LowHz = 1 }), Raw, "Signal"),
        ["R peaks"] = new(Context.Transforms.DetectBeats("Peaks"), Filtered, "Signal"),
        ["beats"] = new(Context.Transforms.SegmentBeats(), WithPeaks, "RPeaks", IsRowToRow: false),
        ["all beats of two leads"] = new(
            Context.Transforms.SegmentBeats(new() { Beats = BeatChoice.All, Leads = [new(), new() { Name = "V5", Missing = MissingLeadPolicy.FirstChannel }] }),
            WithPeaks,
            "RPeaks",
            IsRowToRow: false),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static Case Of(string name) => ByName[name];

    private static ITransformer Raw(IDataView records) => Context.Transforms.CopyColumns("Raw", "Signal").Fit(records);

    private static ITransformer Filtered(IDataView records) => Context.Transforms.BandpassFilter("Signal").Fit(records);

    private static ITransformer WithPeaks(IDataView records) => Context.Transforms.BandpassFilter("Signal").Append(Context.Transforms.DetectBeats()).Fit(records);

    /// <summary>An estimator with data that it accepts.</summary>
    /// <param name="Estimator">The estimator.</param>
    /// <param name="Before">What record rows need before it.</param>
    /// <param name="Input">A column it reads.</param>
    /// <param name="IsRowToRow">Whether it keeps rows.</param>
    public sealed record Case(IEstimator<ITransformer> Estimator, Func<IDataView, ITransformer> Before, string Input, bool IsRowToRow = true)
    {
        /// <summary>Data that the estimator accepts, of record rows.</summary>
        public IDataView Data(IDataView records) => Before(records).Transform(records);

        /// <summary>The step over record rows.</summary>
        public IDataView Over(IDataView records) => Estimator.Fit(Data(records)).Transform(Data(records));
    }
}
