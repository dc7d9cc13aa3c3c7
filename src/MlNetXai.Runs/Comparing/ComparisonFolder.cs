namespace MlNetXai.Runs.Comparing;

/// <summary>The folder in which a comparison keeps everything.</summary>
/// <remarks><code>
/// comparison.json                       settings, networks with their hashes, beats, choices
/// attributions/NETWORK/METHOD.npz       as in a run folder
/// cells/NETWORK/METHOD/MEASURE.json     numbers of one cell, with its seconds
/// choices/NETWORK/choices-METHOD.json   free choices of a method, with every two answers in .csv
/// measures/NAME.csv, NAME.json          all cells as tables
/// figures/NAME.svg
/// report.html
/// </code></remarks>
internal sealed class ComparisonFolder
{
    private ComparisonFolder(string path) => FullPath = path;

    public string FullPath { get; }

    public string FilePath => Path.Combine(FullPath, "comparison.json");

    public string ReportPath => Path.Combine(FullPath, "report.html");

    public string CellPath(string network, string method, ComparisonMeasure measure) => Path.Combine(FullPath, "cells", network, method, $"{measure.Text()}.json");

    public string AttributionPath(string network, string method) => Path.Combine(FullPath, "attributions", network, $"{method}.npz");

    public string ChoicesFolder(string network) => Path.Combine(FullPath, "choices", network);

    /// <param name="name">Name of the table.</param>
    /// <param name="extension">"csv" or "json".</param>
    public string MeasurePath(string name, string extension) => Path.Combine(FullPath, "measures", $"{name}.{extension}");

    public string FigurePath(string name) => Path.Combine(FullPath, "figures", $"{name}.svg");

    /// <summary>A folder for a comparison, new or begun.</summary>
    /// <exception cref="RunException">A run is there: its report and figures would be overwritten.</exception>
    public static ComparisonFolder At(string path)
    {
        ComparisonFolder folder = new(Path.GetFullPath(path));
        return File.Exists(Path.Combine(folder.FullPath, "manifest.json"))
            ? throw new RunException($"{path}: is the folder of a run, whose report and figures a comparison would overwrite. Choose another folder with --out.", path)
            : folder;
    }
}
