using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that bring numbers to a common scale, slot by slot, as the rows they are fitted on tell.</summary>
/// <remarks>NaN and infinities do not count at fit; NaN stays NaN. A slot whose values are all the same becomes 0 where it has no scale.</remarks>
public static class NormalizationCatalog
{
    /// <summary>x / max |x| with <paramref name="fixZero"/>, which keeps 0 and the sign; else (x − min) / (max − min).</summary>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null, long maximumExampleCount = 1000000000, bool fixZero = true) =>
        catalog.NormalizeMinMax([new(outputColumnName, inputColumnName)], maximumExampleCount, fixZero);

    /// <inheritdoc cref="NormalizeMinMax(TransformsCatalog, string, string, long, bool)"/>
    public static NormalizingEstimator NormalizeMinMax(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns, long maximumExampleCount = 1000000000, bool fixZero = true)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns, maximumExampleCount, statistics => statistics.MinMax(fixZero));
    }

    /// <summary>x / √(mean of x²) with <paramref name="fixZero"/>, which does not centre; else (x − mean) / population standard deviation.</summary>
    /// <exception cref="NotSupportedException"><paramref name="useCdf"/>: the built-in subset has no cumulative distribution.</exception>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = null,
        long maximumExampleCount = 1000000000,
        bool fixZero = true,
        bool useCdf = false) =>
        catalog.NormalizeMeanVariance([new(outputColumnName, inputColumnName)], maximumExampleCount, fixZero, useCdf);

    /// <inheritdoc cref="NormalizeMeanVariance(TransformsCatalog, string, string, long, bool, bool)"/>
    public static NormalizingEstimator NormalizeMeanVariance(
        this TransformsCatalog catalog, InputOutputColumnPair[] columns, long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (useCdf)
            throw new NotSupportedException("NormalizeMeanVariance: useCdf is not in the built-in subset of ML.NET. Leave it false, or build with MLNet=official.");
        return new(columns, maximumExampleCount, statistics => statistics.MeanVariance(fixZero));
    }
}
