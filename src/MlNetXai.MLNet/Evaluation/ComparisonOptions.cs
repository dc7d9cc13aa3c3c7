using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of a model comparison.</summary>
/// <example>
/// <code>
/// ComparisonOptions options = new()
/// {
///     Folds = 3,
///     Seed = 1,
///     FeatureColumnName = "Features",
///     LabelColumnName = "Label",
///     PatientColumnName = "Patient",
///     ScoreColumnName = "Score",
///     TruthColumnName = "Evidence",   // used where the data have it
///     ExplainedRows = 8,
///     ScoreReduction = new() { Draws = 5 },
///     Localisation = new() { DilationSteps = 1 },
///     Bootstrap = new() { Draws = 500 },
///     Progress = new Progress&lt;ProgressReport&gt;(report =&gt; messages.Add($"{report.Done} of {report.Total}: {report.Detail}")),
///     Cancellation = stop.Token,
/// };
/// </code>
/// </example>
public sealed record ComparisonOptions
{
    /// <summary>Folds, at least 2 and at most as many as there are patients. Default 3.</summary>
    public int Folds { get; init => field = Require.AtLeast(value, 2); } = 3;

    /// <summary>Seed of folds and explained rows. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Column of the rows, <c>Vector&lt;Single, T, D&gt;</c> of known size. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Column of the true class, text or key. Default "Label".</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the patient, whose rows stay in one fold. Default "Patient".</summary>
    public string PatientColumnName { get; init; } = "Patient";

    /// <summary>Column that every trainer makes: probabilities, slot names = classes. Default "Score".</summary>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>Column of the known truth. "Evidence" (the default) is used where the column is there; null: none.</summary>
    public string? TruthColumnName { get; init; } = ComparisonData.DefaultTruth;

    /// <summary>Test rows explained per fold, at least 1: as many of every class, and of all patients in turn. Default 200.</summary>
    public int ExplainedRows { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>Thresholds, what deleted values become, random draws.</summary>
    public ScoreReductionOptions ScoreReduction { get; init; } = new();

    /// <summary>Dilation of the truth.</summary>
    public LocalisationOptions Localisation { get; init; } = new();

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Hears of progress in steps (a model trained, a method measured), or null.</summary>
    public IProgress<ProgressReport>? Progress { get; init; }

    /// <summary>Stops between steps and blocks of rows; trainers have their own.</summary>
    public CancellationToken Cancellation { get; init; }
}
