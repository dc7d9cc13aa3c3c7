using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>What the measures' tables share.</summary>
internal static class MeasureTables
{
    /// <summary>Class name of rows of all classes together.</summary>
    public const string AllClasses = "all";

    /// <summary>Lower end for a column, NaN where there is no interval: ML.NET's missing value.</summary>
    public static double LowOrMissing(this Interval interval) => interval.Low ?? double.NaN;

    /// <summary>Upper end for a column, NaN where there is no interval.</summary>
    public static double HighOrMissing(this Interval interval) => interval.High ?? double.NaN;

    /// <summary>Estimate for a column, NaN where it is undefined.</summary>
    public static double EstimateOrMissing(this Interval interval) => interval.Estimate ?? double.NaN;

    /// <summary>A number with its interval, as a cell.</summary>
    public static Cell ToCell(this Interval interval) => interval.ToEstimate();

    /// <summary>A column for numbers of any size: three digits of the largest.</summary>
    public static Column Numbers(string name, IEnumerable<Interval> values)
    {
        double largest = values.Select(value => Math.Abs(value.EstimateOrMissing())).Where(double.IsFinite).DefaultIfEmpty().Max();
        return new(name, ColumnKind.Number) { Decimals = largest == 0 ? 3 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(largest)), 3, 9) };
    }

    /// <summary>What a reader of intervals must know.</summary>
    public static string IntervalNote(string? patientColumn, BootstrapOptions options) => patientColumn is null
        ? $"{NumberText.Percent(options.Level, 0)} intervals over rows: no column says whose they are, so intervals are too narrow where a patient has several rows."
        : $"{NumberText.Percent(options.Level, 0)} intervals over patients (column '{patientColumn}').";
}
