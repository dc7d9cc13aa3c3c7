using MlNetXai.Explanations.Methods;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Publishing;
using MlNetXai.Runs.Training;
using MlNetXai.Signals.Synthesis;

namespace MlNetXai.Runs.Demonstration;

/// <summary>Settings of <see cref="Demo"/>.</summary>
public sealed record DemoOptions
{
    /// <summary>Folder for recordings (<c>data</c>) and run; a demo that stands there is replaced.</summary>
    public required string Output { get; init; }

    /// <summary>Seed of everything. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether only the path is tried: less data, 2 epochs, 8 beats explained. Default false.</summary>
    public bool IsSmoke { get; init; }
}

/// <summary>What <see cref="Demo"/> found.</summary>
/// <param name="IsSmoke">Whether its numbers mean nothing.</param>
/// <param name="Metrics">All numbers.</param>
/// <param name="Headlines">The few that matter most, with their names.</param>
/// <param name="ReportPath"><c>report.html</c>.</param>
public sealed record DemoResult(bool IsSmoke, EcgMetrics Metrics, IReadOnlyList<(string Label, string Value)> Headlines, string ReportPath);

/// <summary>The whole way on synthetic ECG whose truth is known: recordings as WFDB files, beats, patient split, training, five methods, measures, report.</summary>
public static class Demo
{
    /// <summary>Runs it.</summary>
    /// <exception cref="RunException">Another run stands in the output folder.</exception>
    /// <exception cref="MlNetXaiException">A step fails.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the next demo replaces what is there.</exception>
    public static DemoResult Run(DemoOptions options, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        Clear(options.Output);
        string data = Path.Combine(options.Output, "data");
        SyntheticEcg.Write(data, (options.IsSmoke ? SyntheticEcgOptions.Smoke : new()) with { Seed = options.Seed }, progress, cancellation);

        RunPurpose purpose = options.IsSmoke ? RunPurpose.SmokeTest : RunPurpose.Demo;
        RunFolder folder = EcgTraining.Run(options.Output, Training(options) with { Data = data }, resume: false, purpose, progress, cancellation).Folder;
        EcgExplanation.Run(folder, Explanation(options), progress: progress, cancellation: cancellation);
        EcgMetrics metrics = EcgEvaluation.Run(folder, new() { Seed = options.Seed }, progress: progress, cancellation: cancellation);
        EcgReport.Write(folder, cancellation);
        return new(options.IsSmoke, metrics, [.. EcgHeadlines.Of(metrics).Select(line => (line.Label, line.Interval.Length > 0 ? $"{line.Value}, {line.Interval} ({line.Detail})" : $"{line.Value} ({line.Detail})"))], folder.ReportPath);
    }

    /// <summary>A network small enough for two minutes, with as many steps as it needs to learn from few beats.</summary>
    private static EcgTrainingOptions Training(DemoOptions options) => options.IsSmoke
        ? new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3, Hidden = 16, Epochs = 2, BatchRows = 20, LearningRate = 0.01, Seed = options.Seed }
        : new()
        {
            TrainPatients = 25,
            ValidationPatients = 4,
            TestPatients = 7,
            Hidden = 48,
            Epochs = 30,
            BatchRows = 20,
            LearningRate = 0.002,
            WeightDecay = 1e-4,
            Seed = options.Seed,
        };

    /// <summary>Study A's methods and study B's, at most 64 beats; λ1 is chosen on few validation beats, so that this step is shown too.</summary>
    private static EcgExplanationOptions Explanation(DemoOptions options) => new()
    {
        Methods = [.. new EcgExplanationOptions().Methods, IntegratedGradients.Description.Name],
        Rows = options.IsSmoke ? "8" : "64",
        Lambda1 = null,
        SweepRows = options.IsSmoke ? 4 : 40,
        Seed = options.Seed,
    };

    private static void Clear(string output)
    {
        if (!File.Exists(Path.Combine(output, "manifest.json")))
            return;
        RunFolder folder = RunFolder.Open(output);
        if (folder.ReadManifest().Purpose == RunPurpose.Study)
            throw new RunException($"{output}: holds a run that is no demo. Choose another folder with --out.", output);
        folder.Delete();
    }
}
