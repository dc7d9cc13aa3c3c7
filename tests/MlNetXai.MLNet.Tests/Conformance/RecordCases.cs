using Microsoft.ML;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Tests.Loading;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>Every estimator that works on recordings, over <see cref="SmallEcg"/>.</summary>
internal static class RecordCases
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly Dictionary<string, Case> ByName = new(StringComparer.Ordinal)
    {
        ["band-pass filter"] = new(Context.Transforms.BandpassFilter("Filtered", "Signal"), SmallEcg.Records, "Filtered", "Record"),
        ["detector"] = new(Context.Transforms.DetectBeats("RPeaks", "Signal"), SmallEcg.Records, "RPeaks", "Record"),
        ["segmenter"] = new(Context.Transforms.SegmentBeats(), WithPeaks, "Features", "BeatSample"),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static Case Of(string name) => ByName[name];

    private static IDataView WithPeaks(MLContext context)
    {
        IDataView records = SmallEcg.Records(context);
        return context.Transforms.BandpassFilter("Signal").Append(context.Transforms.DetectBeats("RPeaks", "Signal")).Fit(records).Transform(records);
    }

    /// <summary>An estimator with data that it accepts.</summary>
    /// <param name="Estimator">The estimator.</param>
    /// <param name="Data">A view.</param>
    /// <param name="Made">Column it makes.</param>
    /// <param name="Key">Column that tells rows apart.</param>
    public sealed record Case(IEstimator<ITransformer> Estimator, Func<MLContext, IDataView> Data, string Made, string Key);
}
