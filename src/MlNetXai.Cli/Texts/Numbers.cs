using System.Globalization;
using MlNetXai.Reporting;

namespace MlNetXai.Cli.Texts;

/// <summary>Numbers as tables print them.</summary>
internal static class Numbers
{
    public static string Percent(Estimate estimate)
    {
        if (!estimate.IsDefined)
            return "undefined";
        string value = Percent(estimate.Value);
        return estimate.HasInterval ? $"{value} [{Share(estimate.Low)}, {Share(estimate.High)}]" : value;
    }

    public static string Percent(double share) => double.IsFinite(share) ? Share(share) + " %" : "undefined";

    public static string Number(Estimate estimate, int decimals = 2)
    {
        if (!estimate.IsDefined)
            return "undefined";
        string value = Fixed(estimate.Value, decimals);
        return estimate.HasInterval ? $"{value} [{Fixed(estimate.Low, decimals)}, {Fixed(estimate.High, decimals)}]" : value;
    }

    /// <summary>Few digits, whatever the size: 50, 0.013, -2.5E-07.</summary>
    public static string Short(double value) => value.ToString(Math.Abs(value) is >= 100 and < 1e6 ? "F0" : "G2", CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => Fixed(100 * share, 1);

    private static string Fixed(double value, int decimals) => value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
