using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Evaluating;

/// <summary>Measures a trained run and its explanations; leaves <c>metrics.json</c> and <c>measures/*.csv</c>.</summary>
public static class EcgEvaluation
{
    /// <summary>Measures.</summary>
    /// <param name="folder">A trained run.</param>
    /// <param name="options">Intervals, baselines, runs to pool with.</param>
    /// <param name="dataFolder">Data folder if it has moved since the training, or null.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops between blocks of rows; nothing is written then.</param>
    /// <exception cref="MlNetXaiException">Data, model, attributions or the other runs do not fit each other.</exception>
    public static EcgMetrics Run(
        RunFolder folder,
        EcgEvaluationOptions options,
        string? dataFolder = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default)
    {
        Manifest manifest = folder.ReadManifest();
        EcgRun run = EcgRun.Open(folder, manifest, dataFolder, progress, cancellation);
        Predictions predictions = PredictTest(run, progress, cancellation);
        ClassifierMetrics test = ClassifierEvaluation.Measure(predictions, options);

        List<Predictions> splits = [predictions];
        List<SplitMetrics> lines = [Line(folder, manifest, test)];
        List<RunFolder> others = [];
        HashSet<string> pooled = new(StringComparer.Ordinal) { Path.TrimEndingDirectorySeparator(folder.FullPath) };
        foreach (string path in options.With)
        {
            RunFolder other = RunFolder.OpenTrained(path);
            Manifest itsManifest = other.ReadManifest();
            RequirePoolable(folder, manifest, other, itsManifest, pooled);
            Predictions its = Predictions.Read(other, predictions.Classes);
            others.Add(other);
            splits.Add(its);
            lines.Add(Line(other, itsManifest, ClassifierEvaluation.Measure(its, options)));
        }

        EcgMetrics metrics = new() { Classes = predictions.Classes, Test = test, Splits = lines };
        if (lines.Count > 1)
        {
            metrics = metrics with
            {
                MeanAccuracy = lines.Average(line => line.Accuracy.Value),
                MeanBalancedAccuracy = lines.Average(line => line.BalancedAccuracy.Value),
                MeanMajorityShare = lines.Average(line => line.MajorityShare),
                Pooled = ClassifierEvaluation.Measure(ClassifierEvaluation.Pool(splits), options),
            };
        }

        metrics = ExplanationEvaluation.Add(metrics, run, others, options, progress, cancellation);
        AtomicFile.WriteText(folder.MeasurePath("predictions"), CsvTable.Format(predictions.ToTable()));
        foreach ((string name, Table table) in MeasureTables.Of(metrics, options, run.Data.SamplingRateHz, manifest.Explain.GetValueOrDefault(LearnedMask.Description.Name)))
            AtomicFile.WriteText(folder.MeasurePath(name), CsvTable.Format(table));
        AtomicFile.WriteText(folder.MetricsPath, RunJson.Write(metrics));
        (manifest with { Evaluate = options }).Write(folder.ManifestPath);
        return metrics;
    }

    private static Predictions PredictTest(EcgRun run, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        int[] rows = run.Data.Rows(DataPart.Test);
        return new(
            run.Network.Classes,
            [.. rows.Select(row => run.Data.Keys[row])],
            [.. rows.Select(row => run.Data.Patients[row])],
            [.. rows.Select(row => run.Data.Labels[row])],
            TargetScores.Predicted(run.Network, run.Data.Values.Gather(rows), "score test beats", progress, cancellation));
    }

    private static SplitMetrics Line(RunFolder folder, Manifest manifest, ClassifierMetrics metrics)
    {
        TrainingHistory history = TrainingHistory.Read(folder);
        return new(
            folder.Name,
            manifest.Train.Split,
            manifest.Train.Seed,
            history.Epochs.Count,
            history.BestEpoch,
            metrics.Rows,
            metrics.Accuracy,
            metrics.BalancedAccuracy,
            metrics.MajorityShare,
            metrics.MajorityClass,
            manifest.Train.Epochs);
    }

    /// <summary>Throws unless a run is another one than those already pooled, and was made from the same files.</summary>
    private static void RequirePoolable(RunFolder folder, Manifest manifest, RunFolder other, Manifest itsManifest, HashSet<string> pooled)
    {
        if (!pooled.Add(Path.TrimEndingDirectorySeparator(other.FullPath)))
            throw new RunException($"{other.FullPath}: is named twice, so its beats would count twice. Name every run once, and the evaluated run not at all.", other.FullPath);
        if (!itsManifest.HasInputsOf(manifest))
        {
            throw new RunException(
                $"{other.FullPath}: was made from other files than {folder.FullPath} (inputs in manifest.json), so it is no split of the same data. Pool only splits of the same data.",
                other.FullPath);
        }
    }
}
