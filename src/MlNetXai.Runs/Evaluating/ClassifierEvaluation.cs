using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;

namespace MlNetXai.Runs.Evaluating;

/// <summary>Figures of a classifier from its predictions.</summary>
internal static class ClassifierEvaluation
{
    public static ClassifierMetrics Measure(Predictions predictions, EcgEvaluationOptions options)
    {
        IReadOnlyList<string> classes = predictions.Classes;
        ClassificationMetrics metrics = ClassificationMetrics.Of(predictions.Labels, predictions.Predicted, classes);
        ClassificationIntervals intervals = Bootstrap(predictions.Patients, options).Classification(predictions.Labels, predictions.Predicted, classes);
        ClassFigures majority = metrics.PerClass.MaxBy(figures => figures.Support)!;
        return new()
        {
            Rows = metrics.Confusion.Total,
            Patients = Patients(predictions, _ => true),
            Accuracy = intervals.Accuracy.ToEstimate(),
            BalancedAccuracy = intervals.BalancedAccuracy.ToEstimate(),
            MajorityClass = majority.Class,
            MajorityShare = majority.Share ?? double.NaN,
            UndefinedShare = intervals.Recall.Append(intervals.BalancedAccuracy).Max(interval => interval.UndefinedShare),
            Confusion = [.. classes.Select((_, actual) => (IReadOnlyList<long>)[.. classes.Select((_, predicted) => metrics.Confusion[actual, predicted])])],
            PerClass =
            [
                .. metrics.PerClass.Select((figures, c) => new ClassMetrics(
                    figures.Class,
                    figures.Support,
                    Patients(predictions, label => label == c),
                    intervals.Precision[c].ToEstimate(),
                    intervals.Recall[c].ToEstimate(),
                    intervals.F1[c].ToEstimate())),
            ],
        };
    }

    /// <summary>Predictions of several splits as one, a patient's rows of all splits being one cluster.</summary>
    public static Predictions Pool(IReadOnlyList<Predictions> splits) => new(
        splits[0].Classes,
        [.. splits.SelectMany(split => split.Keys)],
        [.. splits.SelectMany(split => split.Patients)],
        [.. splits.SelectMany(split => split.Labels)],
        [.. splits.SelectMany(split => split.Predicted)]);

    public static PatientBootstrap Bootstrap(IReadOnlyList<string> patients, EcgEvaluationOptions options) =>
        new(patients, new() { Draws = options.BootstrapDraws, Level = options.IntervalLevel, Seed = options.Seed });

    private static int Patients(Predictions predictions, Func<int, bool> hasLabel) =>
        predictions.Patients.Where((_, row) => hasLabel(predictions.Labels[row])).Distinct(StringComparer.Ordinal).Count();
}
