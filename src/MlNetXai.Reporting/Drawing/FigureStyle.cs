using System.Text;

namespace MlNetXai.Reporting.Drawing;

/// <summary>The style sheet that figures need: once inside every standalone file, once in the report.</summary>
/// <remarks>Every rule states the light colour first and the custom property after it, for viewers that know no custom properties.</remarks>
internal static class FigureStyle
{
    public const string FontStack = "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"Noto Sans\",\"DejaVu Sans\",sans-serif";

    /// <summary>Size of all text in figures but small text, in units of the canvas.</summary>
    public const double TextSize = 12;

    /// <summary>Size of tick labels and remarks.</summary>
    public const double SmallSize = 11;

    public static string Css { get; } = Write();

    private static string Write()
    {
        StringBuilder css = new();
        css.Append(":root{color-scheme:light dark;").Append(Variables(Theme.Light)).Append("}\n");
        css.Append("@media screen and (prefers-color-scheme:dark){:root{").Append(Variables(Theme.Dark)).Append("}}\n");
        css.Append("@media print{:root{color-scheme:light}.fig{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n");
        css.Append($".fig text{{font-family:{FontStack};font-size:{TextSize}px}}.fig .small{{font-size:{SmallSize}px}}.fig .strong{{font-weight:600}}\n");
        css.Append(".fig .line{fill:none;stroke-linejoin:round;stroke-linecap:round}.fig .thin{stroke-width:1}.fig .mid{stroke-width:1.6}.fig .thick{stroke-width:2.6}.fig .salience{stroke-width:3.2}.fig .reference{stroke-width:3.5;stroke-opacity:.6}");
        css.Append(".fig .band{stroke:none;fill-opacity:.16}.fig .span{stroke:none;fill-opacity:.18}\n");

        foreach ((string name, Rgb light) in Named(Theme.Light))
            css.Append($".fig .{name}{{{Paint("fill", name, light)}}}.fig .{name}-s{{{Paint("stroke", name, light)}}}");
        css.Append('\n');
        foreach ((string name, Rgb light) in Maps(Theme.Light))
            css.Append($".fig .on-{name}{{{Paint("fill", $"on-{name}", Theme.TextOn(light))}}}");
        return css.Append('\n').ToString();
    }

    private static string Paint(string property, string name, Rgb fallback) => $"{property}:{fallback};{property}:var(--{name})";

    private static string Variables(Theme theme)
    {
        IEnumerable<string> named = Named(theme).Select(entry => $"--{entry.Name}:{entry.Color}");
        IEnumerable<string> texts = Maps(theme).Select(entry => $"--on-{entry.Name}:{Theme.TextOn(entry.Color)}");
        return string.Join(';', named.Concat(texts));
    }

    private static IEnumerable<(string Name, Rgb Color)> Named(Theme theme)
    {
        (string, Rgb)[] roles =
        [
            ("surface", theme.Surface), ("raised", theme.Raised), ("ink", theme.Ink), ("muted", theme.Muted), ("grid", theme.Grid), ("axis", theme.Axis),
            ("link", theme.Link), ("warning", theme.Warning),
        ];
        return roles.Concat(theme.Series.Select((color, i) => ($"c{i}", color))).Concat(Maps(theme));
    }

    private static IEnumerable<(string Name, Rgb Color)> Maps(Theme theme) =>
        theme.Map.Select((color, i) => ($"m{i}", color)).Concat(theme.NegativeMap.Select((color, i) => ($"n{i}", color)));
}
