using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>Compares explanation methods by every measure on one or more trained runs of the same beats; leaves tables, figures and a report.</summary>
/// <remarks>Every cell, a measure of a method on a network, is a file of its own: a second start with the same settings computes what is missing. Definitions: docs/comparison.md.</remarks>
public static class EcgComparison
{
    private const string Stage = "compare";

    /// <summary>Computes the cells that are missing, the cheapest first, then writes tables, figures and report.</summary>
    /// <param name="runs">Folders of trained runs of the same beats with the same test patients, one or more.</param>
    /// <param name="output">Folder of the comparison, new or begun with the same settings.</param>
    /// <param name="options">Methods, rows and draws.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="progress">Hears of progress in passes of a network, or null.</param>
    /// <param name="clock">Times the cells; null: the system's, and the processor's time is noted too.</param>
    /// <param name="cancellation">Stops between blocks of work; cells that were complete are kept, and tables and report show them.</param>
    /// <exception cref="MlNetXaiException">The runs do not belong together, the folder holds a comparison with other settings, or a file is damaged.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static EcgComparisonResult Run(
        IReadOnlyList<string> runs,
        string output,
        EcgComparisonOptions options,
        string? dataFolder = null,
        IProgress<ProgressReport>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellation = default)
    {
        (ComparisonFolder folder, MethodMeasures[] measures, ComparisonFile file) = Open(runs, output, options, dataFolder, progress, cancellation);
        AtomicFile.WriteText(folder.FilePath, RunJson.Write(file));
        Work[] work =
        [
            .. measures.SelectMany(own => own.Methods.Append(ComparedMethods.Random).Where(own.Network.Fits).SelectMany(method => MethodMeasures.MeasuresOf(method)
                    .Select(measure => new Work(own, method, measure))))
                .OrderBy(one => one.Rank),
        ];
        try
        {
            Compute(folder, work, progress, clock, cancellation);
            if (options.ChoiceRows > 0)
                CompareChoices(folder, measures, options, clock ?? TimeProvider.System, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            ComparisonReport.Write(folder, file, measures);
            throw;
        }

        return ComparisonReport.Write(folder, file, measures);
    }

    /// <summary>Writes tables, figures and report from the cells that are there, also while another process computes further ones; computes none itself.</summary>
    /// <param name="runs">Folders of the runs compared.</param>
    /// <param name="output">Folder of a comparison that was begun.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops while the data are read.</param>
    /// <exception cref="MlNetXaiException">There is no comparison, it has other settings, or a file is damaged.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static EcgComparisonResult Report(
        IReadOnlyList<string> runs,
        string output,
        EcgComparisonOptions options,
        string? dataFolder = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        if (!File.Exists(ComparisonFolder.At(output).FilePath))
            throw new RunException($"{output}: no comparison was begun here, comparison.json is missing. Begin one, or name its folder with --out.", output);
        (ComparisonFolder folder, MethodMeasures[] measures, ComparisonFile file) = Open(runs, output, options, dataFolder, progress, cancellation);
        return ComparisonReport.Write(folder, file, measures);
    }

    private static (ComparisonFolder Folder, MethodMeasures[] Measures, ComparisonFile File) Open(
        IReadOnlyList<string> runs, string output, EcgComparisonOptions options, string? dataFolder, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        ComparisonFolder folder = ComparisonFolder.At(output);
        IReadOnlyList<ComparedNetwork> networks = ComparedNetwork.Open(runs, dataFolder, progress, cancellation);
        options = options with { Methods = MethodsFor(networks, options) };
        MethodMeasures[] measures = [.. networks.Select(network => new MethodMeasures(network, options, folder))];
        foreach (MethodMeasures own in measures)
            own.RequireMethods();
        return (folder, measures, FileOf(measures, options).Joined(folder.FilePath));
    }

    private static IReadOnlyList<string> MethodsFor(IReadOnlyList<ComparedNetwork> networks, EcgComparisonOptions options)
    {
        string[] fitting = [.. ComparedMethods.All.Select(method => method.Name).Where(method => networks.Any(network => network.Fits(method)))];
        string? stranger = options.Methods.FirstOrDefault(method => !fitting.Contains(method));
        return stranger is null
            ? options.Methods.Count == 0 ? fitting : options.Methods
            : throw new RunException(
                $"'{stranger}' cannot explain {string.Join(" or ", networks.Select(network => network.Name))}: it needs {MethodCatalog.Find(stranger).NeedsText}. "
                + $"Compare one or more of {string.Join(", ", fitting)}.");
    }

    private static ComparisonFile FileOf(MethodMeasures[] measures, EcgComparisonOptions options)
    {
        ComparedNetwork first = measures[0].Network;
        ComparedRows rows = measures[0].Rows(options.Rows);
        return new()
        {
            Versions = [SoftwareVersions.Current],
            Options = options,
            Networks =
            [
                .. measures.Select(own => own.Network).Select(network => new ComparedModel(
                    network.Name,
                    network.Run.Folder.FullPath,
                    network.Run.Manifest.Task,
                    network.Network.WeightLength,
                    network.Run.Folder.HashModel())),
            ],
            Classes = first.Network.Classes,
            Rows = [.. rows.Keys.Select(key => key.ToString())],
            RowsPerClass = [.. first.Network.Classes.Select((_, c) => rows.Labels.Count(label => label == c))],
            Choices = ComparisonChoices.Of(options),
        };
    }

    private static void Compute(ComparisonFolder folder, IReadOnlyList<Work> work, IProgress<ProgressReport>? progress, TimeProvider? clock, CancellationToken cancellation)
    {
        TimeProvider timer = clock ?? TimeProvider.System;
        double total = work.Sum(one => one.Cost), done = work.Where(one => one.IsDone(folder)).Sum(one => one.Cost);
        foreach (Work one in work.Where(one => !one.IsDone(folder)))
        {
            cancellation.ThrowIfCancellationRequested();
            Part part = new(progress, one, done, total);
            part.Report(new(Stage, 0, 1));
            (long start, TimeSpan processor) = (timer.GetTimestamp(), Environment.CpuUsage.TotalTime);
            ComparisonCell cell = one.Measures.Compute(one.Method, one.Measure, part, cancellation);
            cell = cell with
            {
                Seconds = timer.GetElapsedTime(start).TotalSeconds,
                ProcessorSeconds = clock is null ? (Environment.CpuUsage.TotalTime - processor).TotalSeconds : 0,
            };
            if (one.Measure == ComparisonMeasure.Attributions)
                cell = cell with { Figures = [new(ComparisonFigures.Time.Name, CellFigure.AllClasses, 1000 * cell.Seconds / cell.Rows)] };
            AtomicFile.WriteText(folder.CellPath(cell.Network, cell.Method, cell.Measure), RunJson.Write(cell));
            done += one.Cost;
            part.Report(new(Stage, 1, 1));
        }
    }

    private static void CompareChoices(
        ComparisonFolder folder, MethodMeasures[] measures, EcgComparisonOptions options, TimeProvider clock, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        foreach (MethodMeasures own in measures)
        {
            ComparedNetwork network = own.Network;
            EcgFreeChoicesOptions choices = new()
            {
                Methods = [.. own.Methods.Where(method => network.Fits(method) && MethodCatalog.Find(method).Choices.Count > 0)],
                Rows = options.ChoiceRows,
                BootstrapDraws = options.BootstrapDraws,
                Seed = options.Seed,
            };
            if (choices.Methods.Count > 0)
                EcgFreeChoices.Run(network.Run, choices, options.Explanation, folder.ChoicesFolder(network.Name), clock, progress, cancellation);
        }
    }

    /// <summary>One cell to be computed.</summary>
    private sealed record Work(MethodMeasures Measures, string Method, ComparisonMeasure Measure)
    {
        /// <summary>About the multiplications it takes, in units of a thousand million.</summary>
        public double Cost => Measures.PassesOf(Method, Measure) * Measures.Network.WorkOfPass / 1e9;

        /// <summary>Cheap cells come first, no measure before its explanation.</summary>
        public double Rank => Measure == ComparisonMeasure.Attributions
            ? Cost
            : Math.Max(Cost, Measures.PassesOf(Method, ComparisonMeasure.Attributions) * Measures.Network.WorkOfPass / 1e9);

        public bool IsDone(ComparisonFolder folder) => File.Exists(folder.CellPath(Measures.Network.Name, Method, Measure))
            && (Measure != ComparisonMeasure.Attributions || File.Exists(folder.AttributionPath(Measures.Network.Name, Method)));
    }

    /// <summary>Progress of one cell as a part of all.</summary>
    private sealed class Part(IProgress<ProgressReport>? whole, Work work, double before, double total) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value)
        {
            double inside = value.Total == 0 ? 0 : work.Cost * value.Done / value.Total;
            whole?.Report(new(Stage, (long)(before + inside), (long)Math.Ceiling(total), $"{work.Measures.Network.Name}, {work.Method}: {work.Measure.Text()}"));
        }
    }
}

/// <summary>What <see cref="EcgComparison"/> found.</summary>
public sealed record EcgComparisonResult
{
    /// <summary>What is compared.</summary>
    public required ComparisonFile Comparison { get; init; }

    /// <summary>Every cell there is, network by network, method by method.</summary>
    public required IReadOnlyList<ComparisonCell> Cells { get; init; }

    /// <summary>Cells that are missing, as NETWORK, METHOD: MEASURE; empty when the table is whole.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>How far methods agree, network by network.</summary>
    public required IReadOnlyList<NetworkAgreement> Agreements { get; init; }

    /// <summary>What the numbers say, in sentences.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary><c>report.html</c>.</summary>
    public required string ReportPath { get; init; }
}
