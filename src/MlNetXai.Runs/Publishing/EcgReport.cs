using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;
using DataPart = MlNetXai.Runs.Explaining.DataPart;

namespace MlNetXai.Runs.Publishing;

/// <summary>Composes <c>report.html</c> and <c>figures/*.svg</c> from what a run folder holds; sections whose step was not done are left out.</summary>
public static class EcgReport
{
    /// <summary>Writes report and figures.</summary>
    /// <exception cref="MlNetXaiException">A file of the run is missing or damaged.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static void Write(RunFolder folder, CancellationToken cancellation = default)
    {
        Manifest manifest = folder.ReadManifest();
        SplitFile split = SplitFile.Read(folder.SplitPath);
        TrainingHistory history = TrainingHistory.Read(folder);
        Network network = ModelFile.Load(folder.ModelPath).Network;
        EcgMetrics? metrics = File.Exists(folder.MetricsPath) ? RunJson.Read<EcgMetrics>(folder.MetricsPath) : null;
        IReadOnlyList<AttributionArchive> archives = AttributionArchive.ReadAll(folder);
        if (metrics is { ExplainedRows: > 0 } && !metrics.Attributions.SequenceEqual(AttributionArchive.HashAll(folder)))
        {
            throw new RunException(
                $"{folder.MetricsPath}: measures other attributions than those that lie in the run now. Run 'mlnetxai evaluate' again, then the report.", folder.MetricsPath);
        }

        EcgFigures figures = new(manifest, split, history, metrics, archives, LambdaSweep.Find(folder)) { ClassModels = ClassModelArchive.Find(folder) };
        LabelledEcgFigure? ecg = LabelledStrip.Find(folder, manifest, split, archives.Count > 0 ? archives[0] : null);

        foreach ((string name, Figure figure) in figures.Named(ecg))
        {
            cancellation.ThrowIfCancellationRequested();
            AtomicFile.WriteText(folder.FigurePath(name), figure.ToSvg());
        }

        HtmlReport.Write(folder.ReportPath, new()
        {
            Title = $"What does {Kind(manifest)} look at in a heartbeat? {split.Data.Source.Name}",
            Summary = Summary(manifest, split, metrics, archives),
            Warnings = Warnings(manifest, split),
            Headlines = metrics is null ? [] : EcgHeadlines.Of(metrics),
            Sections =
            [
                EcgCards.Data(manifest, split).ToSection(),
                EcgCards.Model(network, manifest, split, history, metrics, Results(manifest, split, metrics, figures)).ToSection(),
                .. archives.Count == 0 ? [] : Explanations(manifest, figures, ecg, metrics, archives),
                .. GlobalSections.Classes(figures, metrics),
                .. metrics?.ScoreReduction is null ? [] : Measures(manifest, split, figures, metrics, archives[0]),
                .. metrics is null ? [] : GlobalSections.Checks(figures, metrics),
                Settings(manifest),
            ],
            Footer = $"MlNetXai {manifest.Versions.MlNetXai}, {manifest.Versions.Runtime}, {manifest.Versions.Architecture} with {manifest.Versions.VectorBits}-bit vectors.",
        });
    }

    private static string Summary(Manifest manifest, SplitFile split, EcgMetrics? metrics, IReadOnlyList<AttributionArchive> archives)
    {
        DataSummary data = split.Data;
        string trained = $"{char.ToUpperInvariant(Kind(manifest)[0])}{Kind(manifest)[1..]} was trained to tell {string.Join(", ", data.Classes)} apart in {Texts.Count(data.Used.Sum())} single heartbeats of {data.Patients} patients; "
            + $"patients of the test part were not seen in training.";
        return archives.Count == 0 || metrics is null
            ? trained
            : $"{trained} {Texts.Number(archives[0].Keys.Count, PartOf(manifest) + "beat")} {(archives[0].Keys.Count == 1 ? "was" : "were")} explained by {Texts.Number(archives.Count, "method")}, and the explanations measured.";
    }

    private static string Kind(Manifest manifest) => manifest.Train.Network == EcgNetwork.Lstm ? "an LSTM" : "a convolutional network";

    /// <summary>"test " and the like; empty where beats were named one by one and may come from any part.</summary>
    private static string PartOf(Manifest manifest) =>
        OfBeats(manifest) is { } options && RowRequest.Parse(options.Rows).Keys is null ? PartName(options.Part) + " " : "";

    private static string PartName(DataPart part) => part switch
    {
        DataPart.Train => "training",
        DataPart.Validation => "validation",
        _ => "test",
    };

    /// <summary>Which class the methods explain, in words.</summary>
    private static string TargetOf(Manifest manifest) => OfBeats(manifest)?.Target switch
    {
        null or "label" or "all" => "the class by label",
        "predicted" => "the class that the network predicts",
        { } name => $"class {name}",
    };

    /// <summary>Settings of the methods that explain beats, which are the same rows and classes for all; class models are made of none.</summary>
    private static EcgExplanationOptions? OfBeats(Manifest manifest) => manifest.Explain.FirstOrDefault(pair => pair.Key != ClassModel.Description.Name).Value;

    private static List<string> Warnings(Manifest manifest, SplitFile split)
    {
        List<string> warnings = [];
        if (manifest.Purpose == RunPurpose.SmokeTest)
            warnings.Add("Smoke test: too little data and training. Its numbers mean nothing.");
        if (split.Data.Source.IsSynthetic)
            warnings.Add("Synthetic recordings: they show that the methods work, and say nothing about patients.");
        return warnings;
    }

    internal static List<ReportBlock> Results(Manifest manifest, SplitFile split, EcgMetrics? metrics, EcgFigures figures)
    {
        List<ReportBlock> blocks = [figures.History];
        if (metrics is null)
            return blocks;
        blocks.AddRange(
        [
            MeasureTables.Splits(metrics, manifest.Evaluate ?? new()),
            figures.Splits!,
            Reading(manifest, split, metrics),
            MeasureTables.Classes(metrics.Test, "Figures of every class, test part of this split"),
            figures.Confusion!,
        ]);
        if (metrics.Pooled is { } pooled)
            blocks.Add(MeasureTables.Classes(pooled, "Figures of every class, test parts of all splits, a patient's beats of all splits as one cluster"));
        return blocks;
    }

    /// <summary>What the accuracy must be read beside.</summary>
    private static string Reading(Manifest manifest, SplitFile split, EcgMetrics metrics)
    {
        ClassifierMetrics test = metrics.Test;
        string guessing = $"lways guessing {test.MajorityClass} scores {Texts.Percent(test.MajorityShare)} on this split";
        string balanced = $"Balanced accuracy, the mean share found of each class, does not reward guessing: it is {Texts.Percent(test.BalancedAccuracy)} here beside an accuracy of {Texts.Percent(test.Accuracy)}; "
            + $"guessing one class gives {Texts.Percent(1.0 / metrics.Classes.Count)}.";
        return EcgFigures.Published(manifest, split) is { } published
            ? $"The paper reports {Texts.Percent(published)}; a{guessing} (63–83 % depending on the split), so that figure alone does not show that a network tells the classes apart. {balanced}"
            : $"A{guessing}, so an accuracy means little by itself. {balanced}";
    }

    private static List<ReportSection> Explanations(Manifest manifest, EcgFigures figures, LabelledEcgFigure? ecg, EcgMetrics? metrics, IReadOnlyList<AttributionArchive> archives)
    {
        List<ReportBlock> blocks =
        [
            $"{Texts.Number(archives[0].Keys.Count, PartOf(manifest) + "beat")} of {Texts.Number(archives[0].Patients.Distinct(StringComparer.Ordinal).Count(), "patient")} "
            + $"{(archives[0].Keys.Count == 1 ? "was" : "were")} explained; the score is that of {TargetOf(manifest)}. The figures show one beat per class: of those classified rightly the one in the middle of the list.",
        ];
        if (ecg is not null)
            blocks.Add(ecg);
        if (figures.TemporalScores is { } temporal)
            blocks.Add(temporal);
        if (metrics is { Prefixes.Count: > 0 })
            blocks.Add(MeasureTables.Prefixes(metrics));
        blocks.AddRange(figures.Salience.Select(salience => (ReportBlock)salience));
        if (metrics?.Mask is { } mask)
            blocks.Add(MeasureTables.Mask(mask, manifest.Explain.GetValueOrDefault(LearnedMask.Description.Name)));
        blocks.Add(Methods(archives));
        string[] notes = [.. archives.SelectMany(archive => archive.Notes.Select(note => $"{archive.Method}: {note}"))];
        if (notes.Length > 0)
            blocks.AddRange([new HeadingBlock("What the methods say of their values"), new ListBlock(notes)]);
        return [new("Explanations", blocks)];
    }

    private static Table Methods(IReadOnlyList<AttributionArchive> archives) => new()
    {
        Caption = "Methods",
        Columns = [new("Method"), new("What its values mean"), new("Cost per beat (F forward, B backward)"), new("Source")],
        Rows =
        [
            .. archives.Select(archive => MethodCatalog.Find(archive.Method)).Select(method => (IReadOnlyList<Cell>)
                [method.Name, method.Remark is null ? method.Summary : $"{method.Summary} {method.Remark}", method.Cost, method.Source]),
        ],
    };

    private static List<ReportSection> Measures(Manifest manifest, SplitFile split, EcgFigures figures, EcgMetrics metrics, AttributionArchive rows)
    {
        EcgEvaluationOptions evaluation = manifest.Evaluate ?? new();
        List<ReportBlock> blocks =
        [
            $"Measured on {Texts.Number(metrics.ExplainedRows, "beat")} of {Texts.Number(metrics.ExplainedPatients, "patient")} ({string.Join(", ", rows.Classes.Select((name, c) => $"{name} {Texts.Count(rows.Labels.Count(label => label == c))}"))}); "
            + $"{MeasureTables.Intervals(evaluation)} The score is that of {TargetOf(manifest)}.",
            figures.ScoreReduction!,
        ];
        if (metrics.ScoreReduction!.MaskMinusOthers.Count > 0)
            blocks.AddRange([MaskVerdict(metrics.ScoreReduction), MeasureTables.Differences(metrics.ScoreReduction)]);
        if (figures.MaskWeights is { } weights)
            blocks.Add(weights);
        if (figures.WaveShares is { } waves)
            blocks.AddRange([waves, MeasureTables.WaveShares(metrics)]);
        if (metrics.Localisation.Count > 0)
            blocks.Add(MeasureTables.Localisation(metrics, evaluation, split.Data.SamplingRateHz));
        return [new("Are the explanations right?", blocks)];
    }

    /// <summary>The paper's claim, in the numbers of this run.</summary>
    private static string MaskVerdict(ScoreReductionMetrics reduction)
    {
        // At α = 1 nothing is deleted and every difference is 0.
        int points = reduction.Alpha.Count(alpha => alpha < 1);
        IEnumerable<string> verdicts = reduction.MaskMinusOthers.Select(other => string.Create(
            CultureInfo.InvariantCulture,
            $"{other.Method}: larger at {Count(other, estimate => estimate.Value > 0)} of {points} thresholds, at {Count(other, estimate => estimate.Low > 0)} with an interval above 0, "
            + $"smaller with an interval below 0 at {Count(other, estimate => estimate.High < 0)}"));
        return $"Does the learned mask reduce the score most at every α, as in study A's figure 5? Against {string.Join("; against ", verdicts)}.";

        int Count(ReductionDifference other, Func<Reporting.Estimate, bool> holds) =>
            other.Difference.Where((estimate, i) => reduction.Alpha[i] < 1 && holds(estimate)).Count();
    }

    private static ReportSection Settings(Manifest manifest)
    {
        List<ReportBlock> blocks = ["The settings of the training stand in the model card."];
        foreach ((string method, EcgExplanationOptions options) in manifest.Explain)
        {
            blocks.AddRange(
            [
                new HeadingBlock($"Explanation: {method}"),
                new FactsBlock(
                [
                    .. EcgCards.Settings(options, name => IsOptionOf(method, name, options)),
                    .. MethodSettings.Values(MethodCatalog.Find(method), options).Select(pair => new Fact(EcgCards.Words(pair.Key), pair.Value)),
                ]),
            ]);
        }

        if (manifest.Evaluate is { } evaluate)
            blocks.AddRange([new HeadingBlock("Evaluation"), new FactsBlock([.. EcgCards.Settings(evaluate)])]);
        blocks.Add(new HeadingBlock("Choices that the papers leave open"));
        blocks.Add(new TableBlock(new()
        {
            Caption = "Open questions and their answers here",
            Columns = [new("Question"), new("Answer"), new("Option")],
            Rows = [.. manifest.Choices.Select(choice => (IReadOnlyList<Cell>)[choice.Question, choice.Answer, choice.Option ?? ""])],
        }));
        blocks.Add($"{manifest.Inputs.Count} input files; their names, sizes and SHA-256 stand in manifest.json.");
        return new("Settings", blocks);
    }

    /// <summary>Whether a setting of <see cref="EcgExplanationOptions"/> concerns the method and is none of its own options, which are listed as such.</summary>
    private static bool IsOptionOf(string method, string name, EcgExplanationOptions options) => name switch
    {
        nameof(EcgExplanationOptions.Rows) or nameof(EcgExplanationOptions.Part) or nameof(EcgExplanationOptions.Target) => method != ClassModel.Description.Name,
        nameof(EcgExplanationOptions.Seed) => method != ClassModel.Description.Name && !MethodSettings.Values(MethodCatalog.Find(method), options).ContainsKey("seed"),
        nameof(EcgExplanationOptions.GuideMethod) => method == NativeGuide.Description.Name,
        nameof(EcgExplanationOptions.SweepLambda1) or nameof(EcgExplanationOptions.SweepRows) => method == LearnedMask.Description.Name,
        _ => false,
    };
}
