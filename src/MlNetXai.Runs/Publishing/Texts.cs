using System.Globalization;
using MlNetXai.Reporting;

namespace MlNetXai.Runs.Publishing;

/// <summary>Numbers in sentences.</summary>
internal static class Texts
{
    public static string Percent(double share) => double.IsFinite(share) ? Number(100 * share, 1) + " %" : "undefined";

    public static string Percent(Estimate estimate) =>
        estimate is { IsDefined: true, HasInterval: true }
            ? $"{Percent(estimate.Value)} [{Number(100 * estimate.Low, 1)}, {Number(100 * estimate.High, 1)}]"
            : Percent(estimate.Value);

    public static string Number(double value, int decimals) =>
        double.IsFinite(value) ? value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "undefined";

    /// <summary>A number of things, e.g. "1 patient" or "1,000 beats".</summary>
    public static string Number(long count, string thing) => $"{Count(count)} {thing}{(count == 1 ? "" : "s")}";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
