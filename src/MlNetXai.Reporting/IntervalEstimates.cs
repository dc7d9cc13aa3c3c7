using System.Globalization;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.Reporting;

/// <summary>Intervals as tables and figures print them.</summary>
public static class IntervalEstimates
{
    /// <summary>The interval as an estimate whose note says what it is worth.</summary>
    public static Estimate ToEstimate(this Interval interval) =>
        new(interval.Estimate ?? double.NaN, interval.Low ?? double.NaN, interval.High ?? double.NaN, Note(interval));

    /// <summary>Every interval as an estimate, in order.</summary>
    public static IReadOnlyList<Estimate> ToEstimates(this IEnumerable<Interval> intervals) => [.. intervals.Select(ToEstimate)];

    private static string? Note(Interval interval)
    {
        string? undefined = interval.UndefinedShare is > 0 and < 1
            ? string.Create(CultureInfo.InvariantCulture, $"undefined in {100 * interval.UndefinedShare:0.#} % of the draws")
            : null;
        return (interval.Remark, undefined) switch
        {
            (null, _) => undefined,
            (_, null) => interval.Remark,
            _ => $"{interval.Remark}; {undefined}",
        };
    }
}
