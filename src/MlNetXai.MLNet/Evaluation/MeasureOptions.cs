using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Explaining;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of a measure.</summary>
/// <typeparam name="TMeasure">The measure's own settings, e.g. <see cref="ErasureOptions"/>.</typeparam>
/// <example>
/// <code>
/// MeasureOptions&lt;ErasureOptions&gt; options = new()
/// {
///     FeatureColumnName = "Features",
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Target = ExplanationTarget.Label("Label"),
///     Measure = new() { Shares = [0.1, 0.5], Baseline = Baseline.RowMean },
///     Bootstrap = new() { Draws = 500 },
///     Progress = new Progress&lt;ProgressReport&gt;(report =&gt; messages.Add($"{report.Done} of {report.Total} rows")),
///     Cancellation = stop.Token,
/// };
/// ColumnMeasure erasure = mlContext.Explanation.Erasure(explained, network, ["Occlusion", "Derivative"], options);
/// </code>
/// </example>
public sealed record MeasureOptions<TMeasure>
    where TMeasure : class, new()
{
    /// <summary>Column of the rows that were explained, <c>Vector&lt;Single, T, D&gt;</c>. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Class whose score is watched: the one that was explained. Default the predicted class. Measures that explain anew take the explainer's own target.</summary>
    public ExplanationTarget Target { get; init; } = ExplanationTarget.Predicted;

    /// <summary>The measure's own settings.</summary>
    public TMeasure Measure { get; init; } = new();

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Hears of progress, or null.</summary>
    public IProgress<ProgressReport>? Progress { get; init; }

    /// <summary>Stops between blocks of work.</summary>
    public CancellationToken Cancellation { get; init; }
}
