using System.Globalization;

namespace MlNetXai.Reporting.Drawing;

/// <summary>Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.</summary>
/// <remarks>The step is the smallest such number that gives at most the number of intervals asked for (Heckbert 1990, "Nice numbers for graph labels").</remarks>
internal sealed record Ticks
{
    private Ticks(double step, IReadOnlyList<double> values) => (Step, Values) = (step, values);

    /// <summary>Distance of neighbours.</summary>
    public double Step { get; }

    /// <summary>The ticks, ascending, all within the range asked for.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Ticks in <paramref name="low"/> … <paramref name="high"/>, at most <paramref name="intervals"/> + 1.</summary>
    public static Ticks Between(double low, double high, int intervals)
    {
        double step = NiceStep((high - low) / Require.AtLeast(intervals, 1));

        // The tolerance keeps an end that is a multiple but for rounding.
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
        List<double> values = [];
        for (double k = first; k <= last; k++)
            values.Add(k == 0 ? 0 : k * step);
        return new(step, values);
    }

    /// <summary>The range widened to multiples of a round step; a range of one value gets room on both sides.</summary>
    public static (double Low, double High, double Step) Widen(double low, double high, int intervals)
    {
        if (!(high > low))
        {
            double room = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = (low - room, low + room);
        }

        double step = NiceStep((high - low) / intervals);
        return (Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>A power of ten as written: 10⁻³.</summary>
    public static string PowerOfTen(int power) => "10" + string.Concat(power.ToString(CultureInfo.InvariantCulture).Select(sign => sign == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign - '0']));

    /// <summary>A tick's label: as many digits as the step needs, with a true minus sign.</summary>
    public string Label(double value)
    {
        int exponent = (int)Math.Floor(Math.Log10(Step) + 1e-9);
        string text = value == 0 ? 0.ToString($"F{(exponent is < -4 or > 5 ? 0 : Math.Max(0, -exponent))}", CultureInfo.InvariantCulture)
            : exponent is < -4 or > 5
            ? value.ToString("0.###e0", CultureInfo.InvariantCulture)
            : value.ToString($"F{Math.Max(0, -exponent)}", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double fraction = rough / power;
        return power * (fraction <= 1 + 1e-9 ? 1 : fraction <= 2 + 1e-9 ? 2 : fraction <= 5 + 1e-9 ? 5 : 10);
    }
}
