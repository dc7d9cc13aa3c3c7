using Microsoft.ML;
using MlNetXai.Signals.Filters;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Steps over record rows.</summary>
/// <example>
/// <code>
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.Transforms.BandpassFilter("Signal")
///     .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
///     .Append(mlContext.Transforms.SegmentBeats());
/// IDataView beats = pipeline.Fit(records).Transform(records);
/// string[] labels = [.. beats.GetColumn&lt;string&gt;("Label")];
/// float[] features = beats.GetColumn&lt;float[]&gt;("Features").First();   // [step, lead], mV
/// </code>
/// </example>
public static class PreprocessingCatalog
{
    /// <summary>Band-passes every lead of record rows, in mV and without shift in time.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">Column of the filtered signal, Vector&lt;Single&gt;, <c>[step, lead]</c>.</param>
    /// <param name="inputColumnName">Column of the signal; null for the output's name.</param>
    /// <param name="options">The band; null for the default, 3–45 Hz.</param>
    public static BandpassFilterEstimator BandpassFilter(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, FirBandPassOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(outputColumnName, inputColumnName ?? outputColumnName, options ?? new());
    }

    /// <summary>Finds the R peaks of record rows.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">Column of the R peaks, Vector&lt;Int64&gt;, in samples, ascending.</param>
    /// <param name="inputColumnName">Column of the band-passed signal.</param>
    /// <param name="options">Which lead; null for the first.</param>
    public static DetectBeatsEstimator DetectBeats(
        this TransformsCatalog catalog, string outputColumnName = "RPeaks", string inputColumnName = "Signal", DetectBeatsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(outputColumnName, inputColumnName, options ?? new());
    }

    /// <summary>Cuts record rows into beat rows: one row per labelled beat.</summary>
    /// <param name="catalog">The catalog, <c>mlContext.Transforms</c>.</param>
    /// <param name="options">Leads, classes, windows; null for the defaults.</param>
    public static SegmentBeatsEstimator SegmentBeats(this TransformsCatalog catalog, SegmentBeatsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(options ?? new());
    }
}
