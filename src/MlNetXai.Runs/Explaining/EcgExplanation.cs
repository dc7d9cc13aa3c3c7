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

    /// <summary>What the methods say of themselves, over the beats: completeness errors, steps used and the like.</summary>
    public IReadOnlyList<MethodDiagnostic> Diagnostics { get; init; } = [];
}

/// <summary>What a method says of itself, over all beats explained.</summary>
/// <param name="Method">Method.</param>
/// <param name="Name">What it says, e.g. "completeness-error".</param>
/// <param name="Rows">Beats of which it is defined.</param>
/// <param name="Smallest">Smallest value.</param>
/// <param name="Median">Middle value.</param>
/// <param name="Largest">Largest value.</param>
public sealed record MethodDiagnostic(string Method, string Name, int Rows, double Smallest, double Median, double Largest)
{
    /// <summary>The diagnostics of a method but its scores, those that are defined for any beat.</summary>
    internal static IEnumerable<MethodDiagnostic> Of(AttributionArchive archive) =>
        from pair in archive.Diagnostics.Concat(OfCounterfactuals(archive))
        where !pair.Key.StartsWith("score", StringComparison.Ordinal)
        let values = pair.Value.Where(double.IsFinite).Order().ToArray()
        where values.Length > 0
        select new MethodDiagnostic(archive.Method, pair.Key, values.Length, values[0], values[values.Length / 2], values[^1]);

    // Of the beats for which one was found.
    private static Dictionary<string, double[]> OfCounterfactuals(AttributionArchive archive) => archive.Counterfactuals is not { } found ? [] : new(StringComparer.Ordinal)
    {
        ["samples-changed"] = [.. found.Length.Where(length => length > 0).Select(length => (double)length)],
        ["probability-after"] = [.. found.ProbabilityAfter.Where((_, row) => found.Length[row] > 0)],
    };
}

/// <summary>Explains beats of a trained run by one or more methods; leaves <c>attributions/METHOD.npz</c>, and <c>class-model.npz</c> for class models.</summary>
public static class EcgExplanation
{
    /// <summary>Training beats that lend samples to counterfactuals, at most.</summary>
    internal const int MostCandidates = 2000;

    private static string ClassModelName => ClassModel.Description.Name;

    /// <summary>Explains.</summary>
    /// <param name="folder">A trained run.</param>
    /// <param name="options">Methods, rows and their settings.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="outputFolder">Folder for the files, or null for the run's own, where the manifest notes the settings too.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops between blocks of work; methods that were complete keep their files.</param>
    /// <exception cref="MlNetXaiException">Data, model, rows or a method do not fit each other.</exception>
    /// <exception cref="ArgumentException">Settings do not fit the methods.</exception>
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
        ExplanationChecks.Require(run, options, toRun: outputFolder is null);
        bool hasRows = options.Methods.Any(method => method != ClassModelName);
        ExplainedRows rows = hasRows ? Select(run, options, RowRequest.Parse(options.Rows), options.Part, progress, cancellation) : ExplainedRows.None(run.Network.InputShape);

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
        List<MethodDiagnostic> diagnostics = [];
        foreach (string method in options.Methods)
        {
            string file = Path.Combine(outputFolder ?? "", $"{method}.npz");
            if (method == ClassModelName)
            {
                file = outputFolder is null ? folder.ClassModelPath : file;
                ClassModelOptions settings = (ClassModelOptions)EcgMethods.OptionsOf(ClassModel.Description, options, () => run.Training);
                int[]? classes = options.Target is "label" or "predicted" or "all" ? null : [Class(run.Network, options.Target)];
                ClassModelArchive.Of(new ClassModel(settings).Explain(run.Network, classes, progress, cancellation), run.Network.Classes).Write(file);
            }
            else
            {
                file = outputFolder is null ? folder.AttributionPath(method) : file;
                AttributionArchive archive = Explain(run, method, options, rows, progress, cancellation);
                archive.Write(file);
                notes.AddRange(archive.Notes);
                diagnostics.AddRange(MethodDiagnostic.Of(archive));
            }

            files.Add(file);
            if (outputFolder is null)
                manifest = Note(manifest, method, options, run);
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
            Diagnostics = diagnostics,
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

        Batch whole = data.Values.Gather(rows);
        Batch signal = options.Prefix is { } steps ? Prefix(whole, steps) : whole;
        int[] labels = [.. rows.Select(row => data.Labels[row])];
        int[] predicted = TargetScores.Predicted(run.Network, signal, "score", progress, cancellation);
        int[] targets = options.Target switch
        {
            "label" or "all" => labels,
            "predicted" => predicted,
            _ => [.. Enumerable.Repeat(Class(run.Network, options.Target), rows.Length)],
        };
        return new([.. rows.Select(row => data.Keys[row])], [.. rows.Select(row => data.Patients[row])], labels, targets, predicted, signal);
    }

    // The manifest knows of a method's settings as soon as its file is there.
    private static Manifest Note(Manifest manifest, string method, EcgExplanationOptions options, EcgRun run)
    {
        string? guide = method == NativeGuide.Description.Name ? options.GuideMethodFor(run.Network) : null;
        string[] own = [.. options.Settings.Where(text => MethodSetting.Parse(text).Method is var name && (name == method || name == guide))];
        EcgExplanationOptions ofMethod = options with { Methods = [method], GuideMethod = guide, Settings = own };
        Dictionary<string, EcgExplanationOptions> explain = new(manifest.Explain, StringComparer.Ordinal) { [method] = ofMethod };
        Manifest noted = manifest with
        {
            Explain = explain,
            Choices = [.. EcgChoices.Training(manifest.Train), .. explain.Values.SelectMany(EcgChoices.Explanation).Distinct()],
        };
        noted.Write(run.Folder.ManifestPath);
        return noted;
    }

    private static AttributionArchive Explain(
        EcgRun run, string method, EcgExplanationOptions options, ExplainedRows rows, IProgress<ProgressReport>? progress, CancellationToken cancellation)
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
            ModelSha256 = run.Folder.HashModel(),
        };
        if (method == TemporalOutputScore.Description.Name)
        {
            TemporalOutputScores scores = new TemporalOutputScore().Explain(run.Network, rows.Signal, rows.Targets, progress, cancellation);
            return archive with { Probabilities = scores.Distribution, SufficientPrefix = [.. scores.ShortestSufficientPrefix] };
        }

        if (method == NativeGuide.Description.Name)
            return archive with { Counterfactuals = Counterfactuals(run, options, rows, progress, cancellation) };

        IExplanationMethod<Network> explainer = EcgMethods.Create(method, options, run);
        IReadOnlyList<Attribution> classes = options.Target == "all" ? explainer.ExplainAllClasses(run.Network, rows.Signal, progress, cancellation) : [];
        Attribution attribution = classes.Count == 0 ? explainer.Explain(run.Network, rows.Signal, rows.Targets, progress, cancellation) : OfTargets(classes, rows.Targets);
        return archive.With(attribution, MethodCatalog.Find(method).Salience) with { ClassValues = [.. classes.Select(one => one.Values)] };
    }

    /// <summary>Of attributions of every class, that of each row's target.</summary>
    private static Attribution OfTargets(IReadOnlyList<Attribution> classes, int[] targets)
    {
        Batch values = classes[0].Values.Blank();
        for (int row = 0; row < targets.Length; row++)
            classes[targets[row]].Values.Row(row).CopyTo(values.Row(row));
        return classes[0] with
        {
            Values = values,
            Targets = targets,
            Diagnostics = classes[0].Diagnostics.Keys.ToDictionary(name => name, name => targets.Select((target, row) => classes[target].Diagnostics[name][row]).ToArray(), StringComparer.Ordinal),
            Notes = [.. classes.SelectMany(one => one.Notes).Distinct(StringComparer.Ordinal)],
        };
    }

    private static CounterfactualRows Counterfactuals(EcgRun run, EcgExplanationOptions options, ExplainedRows rows, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        TrainingBeats candidates = run.Training.Draw(MostCandidates, options.Seed);
        NativeGuideOptions settings = (NativeGuideOptions)EcgMethods.OptionsOf(NativeGuide.Description, options, () => run.Training);
        Counterfactuals found = new NativeGuide(settings).Explain(
            run.Network,
            rows.Signal,
            new(candidates.Values, candidates.Labels, candidates.Patients),
            EcgMethods.Create(options.GuideMethodFor(run.Network), options, run),
            rows.Patients,
            progress,
            cancellation);
        return CounterfactualRows.Of(found, candidates.Keys);
    }

    private static int Class(Network network, string name)
    {
        int index = network.Classes.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new RunException($"'{name}' is not a class of the network. Explain 'label', 'predicted', 'all', or one of {string.Join(", ", network.Classes)}.");
    }

    // What stands behind the prefix changes no score; it is 0 so that no reader takes it for data.
    private static Batch Prefix(Batch rows, int steps)
    {
        int[] lengths = new int[rows.Rows];
        lengths.AsSpan().Fill(steps);
        for (int row = 0; row < rows.Rows; row++)
            rows.Row(row)[(steps * rows.Channels)..].Clear();
        return new(rows.Rows, rows.Steps, rows.Channels, rows.Values.ToArray(), lengths);
    }
}
