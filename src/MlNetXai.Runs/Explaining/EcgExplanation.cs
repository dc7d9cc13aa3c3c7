using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Explaining;

/// <summary>What <see cref="EcgExplanation"/> did.</summary>
public sealed record EcgExplanationResult
{
    /// <summary>Beats explained.</summary>
    public required int Rows { get; init; }

    /// <summary>Their patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Beats by class.</summary>
    public required IReadOnlyDictionary<string, int> RowsPerClass { get; init; }

    /// <summary>Files written.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>How λ1 was chosen, or null where it was given.</summary>
    public LambdaSweep? Sweep { get; init; }

    /// <summary>What a reader of the values must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Explains beats of a trained run by one or more methods; leaves <c>attributions/METHOD.npz</c>.</summary>
public static class EcgExplanation
{
    /// <summary>Name of the method whose result is no attribution.</summary>
    internal static string TemporalOutputScore => Explanations.Methods.TemporalOutputScore.Description.Name;

    /// <summary>Explains.</summary>
    /// <param name="folder">A trained run.</param>
    /// <param name="options">Methods, rows and their settings.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="outputFolder">Folder for the files, or null for the run's own, where the manifest notes the settings too.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops between blocks of work; methods that were complete keep their files.</param>
    /// <exception cref="MlNetXaiException">Data, model, rows or a method do not fit each other.</exception>
    public static EcgExplanationResult Run(
        RunFolder folder,
        EcgExplanationOptions options,
        string? dataFolder = null,
        string? outputFolder = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        Manifest manifest = folder.ReadManifest();
        EcgRun run = EcgRun.Open(folder, manifest, dataFolder, progress, cancellation);
        ExplainedRows rows = Select(run, options, RowRequest.Parse(options.Rows), options.Part, progress, cancellation);

        LambdaSweep? sweep = null;
        if (options.Lambda1 is null && options.Methods.Contains(LearnedMask.Description.Name))
        {
            sweep = MaskWeightChoice.Run(run, options, progress, cancellation);
            options = options with { Lambda1 = sweep.Chosen };
            if (outputFolder is null)
                sweep.Write(folder);
        }
        else if (outputFolder is null && options.Methods.Contains(LearnedMask.Description.Name))
        {
            LambdaSweep.Delete(folder);
        }

        List<string> files = [], notes = [];
        foreach (string method in options.Methods)
        {
            AttributionArchive archive = Explain(run, method, options, rows, notes, progress, cancellation);
            string file = outputFolder is null ? folder.AttributionPath(method) : Path.Combine(outputFolder, $"{method}.npz");
            archive.Write(file);
            files.Add(file);
            if (outputFolder is null)
            {
                Dictionary<string, EcgExplanationOptions> explain = new(manifest.Explain, StringComparer.Ordinal) { [method] = options with { Methods = [method] } };
                manifest = manifest with
                {
                    Explain = explain,
                    Choices = [.. EcgChoices.Training(manifest.Train), .. explain.Values.SelectMany(EcgChoices.Explanation).Distinct()],
                };
                manifest.Write(folder.ManifestPath);
            }
        }

        return new()
        {
            Rows = rows.Keys.Length,
            Patients = rows.Patients.Distinct(StringComparer.Ordinal).Count(),
            RowsPerClass = run.Network.Classes.Select((name, c) => (name, count: rows.Labels.Count(label => label == c)))
                .ToDictionary(pair => pair.name, pair => pair.count, StringComparer.Ordinal),
            Files = files,
            Sweep = sweep,
            Notes = [.. notes.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>The rows asked for, with label, prediction and class to explain.</summary>
    internal static ExplainedRows Select(
        EcgRun run, EcgExplanationOptions options, RowRequest request, DataPart part, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        EcgData data = run.Data;
        int[] rows = request.Keys is { } keys ? [.. keys.Select(data.Find)]
            : request.Count is { } count ? RowSelection.Draw(data.Rows(part), data.Labels, data.Patients, run.Network.Classes.Count, count, options.Seed)
            : [.. data.Rows(part)];

        Batch signal = data.Values.Gather(rows);
        int[] labels = [.. rows.Select(row => data.Labels[row])];
        int[] predicted = TargetScores.Predicted(run.Network, signal, "score", progress, cancellation);
        int[] targets = options.Target switch
        {
            "label" => labels,
            "predicted" => predicted,
            _ => [.. Enumerable.Repeat(Class(run.Network, options.Target), rows.Length)],
        };
        return new([.. rows.Select(row => data.Keys[row])], [.. rows.Select(row => data.Patients[row])], labels, targets, predicted, signal);
    }

    private static AttributionArchive Explain(
        EcgRun run,
        string method,
        EcgExplanationOptions options,
        ExplainedRows rows,
        List<string> notes,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation)
    {
        AttributionArchive archive = new()
        {
            Method = method,
            Keys = rows.Keys,
            Patients = rows.Patients,
            Labels = rows.Labels,
            Targets = rows.Targets,
            Predicted = rows.Predicted,
            Classes = run.Network.Classes,
            Signal = rows.Signal,
        };
        if (method == TemporalOutputScore)
        {
            TemporalOutputScores scores = new TemporalOutputScore().Explain(run.Network, rows.Signal, rows.Targets, progress, cancellation);
            return archive with { Probabilities = scores.Distribution, SufficientPrefix = [.. scores.ShortestSufficientPrefix] };
        }

        Attribution attribution = EcgMethods.Create(method, options, run).Explain(run.Network, rows.Signal, rows.Targets, progress, cancellation);
        notes.AddRange(attribution.Notes);
        bool isMagnitude = MethodCatalog.Find(method).Salience == SalienceView.Magnitude;
        return archive with
        {
            Values = attribution.Values,
            Scaled = Scaling.ZeroToOne(isMagnitude ? Scaling.Magnitude(attribution.Values) : attribution.Values),
            Diagnostics = attribution.Diagnostics,
            Notes = attribution.Notes,
        };
    }

    private static int Class(Network network, string name)
    {
        int index = network.Classes.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new RunException($"'{name}' is not a class of the network. Explain 'label', 'predicted', or one of {string.Join(", ", network.Classes)}.");
    }
}
