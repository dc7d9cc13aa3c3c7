using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>Settings of <see cref="EcgFreeChoices"/>.</summary>
public sealed record EcgFreeChoicesOptions
{
    /// <summary>Methods by their names in the catalog; empty, the default: every one with free choices that the network allows.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Test beats, at least 1: equally many of every class, within a class from all patients in turn. Default 100.</summary>
    public int Rows { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Class that is explained: "label", "predicted", or a class by name. Default "label".</summary>
    public string Target { get; init; } = "label";

    /// <summary>Settings of methods, each METHOD.OPTION=VALUE: what is given, and what stays as it is while one choice varies. Default none.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Draws of the bootstrap over patients, 100 … 1,000,000. Default 2,000.</summary>
    public int BootstrapDraws { get; init => field = Require.Between(value, 100, 1_000_000); } = 2000;

    /// <summary>Seed of rows, methods and bootstrap. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    internal EcgExplanationOptions ToExplanation() => new() { Rows = Rows.ToString(CultureInfo.InvariantCulture), Target = Target, Settings = Settings, Seed = Seed };
}

/// <summary>Explains the same test beats of a trained run with each usual answer to each choice that a method leaves open; leaves <c>measures/choices-METHOD.json</c> and <c>.csv</c>.</summary>
/// <remarks>A method whose file was made by the same model, rows, settings and answers is not computed again, so that an interrupted call goes on where it was.</remarks>
public static class EcgFreeChoices
{
    /// <summary>Measures.</summary>
    /// <param name="folder">A trained run.</param>
    /// <param name="options">Methods, rows and their settings.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="outputFolder">Folder for the files, or null for the run's own <c>measures</c>.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops between blocks of work; methods that were complete keep their files.</param>
    /// <returns>One result per method, in the order asked for, or by name.</returns>
    /// <exception cref="MlNetXaiException">Data, model, rows or a method do not fit each other.</exception>
    /// <exception cref="ArgumentException">A setting is none that its method has.</exception>
    public static IReadOnlyList<MethodFreeChoices> Run(
        RunFolder folder,
        EcgFreeChoicesOptions options,
        string? dataFolder = null,
        string? outputFolder = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default) =>
        Run(EcgRun.Open(folder, folder.ReadManifest(), dataFolder, progress, cancellation), options, options.ToExplanation(), outputFolder, TimeProvider.System, progress, cancellation);

    /// <summary>Measures a run that is open, with settings of methods that are given in place of the options' own.</summary>
    internal static IReadOnlyList<MethodFreeChoices> Run(
        EcgRun run,
        EcgFreeChoicesOptions options,
        EcgExplanationOptions explanation,
        string? outputFolder,
        TimeProvider clock,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation)
    {
        MethodDescription[] methods = options.Methods.Count > 0
            ? [.. options.Methods.Select(MethodCatalog.Find)]
            : [.. MethodCatalog.All.Where(method => method.Choices.Count > 0 && method.Fits(run.Network))];
        EcgExplanationOptions selection = options.ToExplanation();
        ExplainedRows rows = EcgExplanation.Select(run, selection, RowRequest.Parse(selection.Rows), DataPart.Test, progress, cancellation);
        string model = run.Folder.HashModel();

        List<MethodFreeChoices> results = [];
        foreach (MethodDescription method in methods)
        {
            string table = outputFolder is null ? run.Folder.MeasurePath($"choices-{method.Name}") : Path.Combine(outputFolder, $"choices-{method.Name}.csv");
            results.Add(Run(run, method, EcgMethods.OptionsOf(method, explanation, () => run.Training), rows, options, model, table, clock, progress, cancellation));
        }

        return results;
    }

    private static MethodFreeChoices Run(
        EcgRun run,
        MethodDescription method,
        object given,
        ExplainedRows rows,
        EcgFreeChoicesOptions options,
        string model,
        string table,
        TimeProvider clock,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation)
    {
        ChoiceData data = new(run.Network, run.Training.Values, run.Training.Labels);
        string madeFrom = Hash(model, method, given, data, rows, options), file = Path.ChangeExtension(table, ".json");
        if (MethodFreeChoices.Find(file, madeFrom) is { } done)
            return done;

        PatientBootstrap bootstrap = new(rows.Patients, new() { Draws = options.BootstrapDraws, Seed = options.Seed });
        long start = clock.GetTimestamp();
        IReadOnlyList<ChoiceAgreement> choices = new FreeChoices().Measure(method, given, data, rows.Signal, rows.Targets, progress, cancellation);
        MethodFreeChoices result = new()
        {
            Method = method.Name,
            Rows = rows.Keys.Length,
            Patients = bootstrap.Patients.Count,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 1),
            MadeFrom = madeFrom,
            Choices = [.. choices.Select(choice => new FreeChoice(choice.Choice, choice.Default, choice.Variants, [.. choice.Pairs.Select(pair => ChoicePair.Of(pair, bootstrap))]))],
        };
        AtomicFile.WriteText(table, CsvTable.Format(FreeChoiceTables.Pairs(result)));
        AtomicFile.WriteText(file, RunJson.Write(result));
        return result;
    }

    // Everything that the figures follow from.
    private static string Hash(string model, MethodDescription method, object given, ChoiceData data, ExplainedRows rows, EcgFreeChoicesOptions options)
    {
        IEnumerable<string> parts =
        [
            model,
            Text(given),
            .. method.Choices.SelectMany(choice => choice.Variants(given, data).Select(variant => $"{choice.Name} {variant.Name} {Text(variant.Options)}")),
            .. rows.Keys.Select((key, row) => string.Create(CultureInfo.InvariantCulture, $"{key} {rows.Targets[row]}")),
            string.Create(CultureInfo.InvariantCulture, $"{options.BootstrapDraws} {options.Seed}"),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

        static string Text(object settings) => JsonSerializer.Serialize(settings, settings.GetType());
    }
}
