using System.Reflection;
using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Reports;

/// <summary>The style sheet of the report, which takes its colours from <see cref="FigureStyle"/>.</summary>
internal static class ReportStyle
{
    public static string Css { get; } = $"body{{font-family:{FigureStyle.FontStack}}}\n{Read()}";

    private static string Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
