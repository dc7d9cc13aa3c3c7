using System.Globalization;

namespace MlNetXai.Reporting;

/// <summary>Numbers as people read them, the same in tables, figures and headlines: point, thousands apart by comma, true minus sign.</summary>
public static class NumberText
{
    /// <summary>Printed where there is no value.</summary>
    public const string Undefined = "undefined";

    /// <summary>A whole number, e.g. "74,817".</summary>
    public static string Count(long value) => Minus(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>A number with fixed digits after the point, e.g. "−0.250"; not finite = "undefined".</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value) ? Minus(WithoutNegativeZero(value, decimals).ToString($"N{decimals}", CultureInfo.InvariantCulture)) : Undefined;

    /// <summary>A share 0–1 in per cent, e.g. "80.3 %"; not finite = "undefined".</summary>
    public static string Percent(double share, int decimals = 1) => double.IsFinite(share) ? $"{Fixed(share * 100, decimals)}\u00A0%" : Undefined;

    /// <summary>An estimate with its interval, e.g. "0.803 (0.741 to 0.852)", and its note in brackets.</summary>
    public static string Interval(Estimate estimate, int decimals) => Join(estimate, Fixed(estimate.Value, decimals), value => Fixed(value, decimals));

    /// <summary>An estimate of a share with its interval, e.g. "80.3 % (74.1 to 85.2)", and its note in brackets.</summary>
    public static string PercentInterval(Estimate estimate, int decimals = 1) =>
        Join(estimate, Percent(estimate.Value, decimals), value => Fixed(value * 100, decimals));

    private static string Join(Estimate estimate, string value, Func<double, string> end)
    {
        string interval = estimate.IsDefined && estimate.HasInterval ? $" ({end(estimate.Low)} to {end(estimate.High)})" : "";
        string note = estimate.Note is null ? "" : $" [{estimate.Note}]";
        return value + interval + note;
    }

    private static double WithoutNegativeZero(double value, int decimals) => Math.Round(value, Math.Min(decimals, 15)) == 0 ? 0 : value;

    private static string Minus(string text) => text.Replace('-', '−');
}
