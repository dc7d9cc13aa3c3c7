using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Estimates and intervals from the rows of a comparison.</summary>
internal sealed class ComparisonEstimates(ComparisonData data, ComparisonRun run, PatientBootstrap bootstrap)
{
    public IEnumerable<ComparisonFigure> Figures()
    {
        foreach (TrainerRows trainer in run.Trainers)
        {
            ClassificationIntervals intervals = bootstrap.Classification(data.Labels, trainer.Predicted, run.Classes);
            yield return Of(trainer, ComparisonFigures.Accuracy, intervals.Accuracy, fold => Metrics(trainer, fold).Accuracy);
            yield return Of(trainer, ComparisonFigures.BalancedAccuracy, intervals.BalancedAccuracy, fold => Metrics(trainer, fold).BalancedAccuracy);
            yield return Of(trainer, ComparisonFigures.LogLoss, bootstrap.Mean(trainer.Loss), fold => Mean(trainer.Loss, fold));
        }

        foreach (ExplainerRows explainer in run.Explainers)
        {
            foreach ((string figure, double[] values) in Measures(explainer))
            {
                yield return new(
                    explainer.Trainer,
                    explainer.Name,
                    explainer.Method,
                    figure,
                    bootstrap.Mean(values),
                    values.Count(double.IsFinite),
                    [.. data.Folds.Select(fold => Mean(values, fold))]);
            }
        }
    }

    public IEnumerable<ComparisonDifference> Differences()
    {
        foreach ((TrainerRows first, TrainerRows second) in Pairs(run.Trainers))
        {
            (Interval accuracy, Interval balanced) = bootstrap.ClassificationDifference(data.Labels, first.Predicted, second.Predicted, run.Classes);
            yield return new(ComparisonFigures.Accuracy, first.Name, "", second.Name, "", accuracy);
            yield return new(ComparisonFigures.BalancedAccuracy, first.Name, "", second.Name, "", balanced);
            yield return new(ComparisonFigures.LogLoss, first.Name, "", second.Name, "", Difference(first.Loss, second.Loss));
        }

        IEnumerable<IGrouping<string, ExplainerRows>> sameExplainer = run.Explainers.GroupBy(rows => rows.Name, StringComparer.Ordinal);
        IEnumerable<IGrouping<string, ExplainerRows>> sameTrainer = run.Explainers.GroupBy(rows => rows.Trainer, StringComparer.Ordinal);
        foreach ((ExplainerRows first, ExplainerRows second) in sameExplainer.Concat(sameTrainer).SelectMany(group => Pairs([.. group])))
        {
            foreach (((string figure, double[] values), (_, double[] others)) in Measures(first).Zip(Measures(second)))
                yield return new(figure, first.Trainer, first.Name, second.Trainer, second.Name, Difference(values, others));
        }
    }

    /// <summary>Mean average precision of a random order over the explained rows; null without truth. The same for all: it is the rows'.</summary>
    public double? BaseRate() => run.Explainers.Count == 0 || run.Explainers[0].BaseRate.Where(double.IsFinite).ToArray() is not { Length: > 0 } rates ? null : rates.Average();

    /// <summary>What is undefined over all folds.</summary>
    public IEnumerable<string> Notes()
    {
        for (int c = 0; c < run.Classes.Count; c++)
        {
            if (!data.Labels.Contains(c))
                yield return $"No row has class '{run.Classes[c]}', so balanced accuracy is undefined.";
        }

        if (data.Truth is not null && run.Explainers.Any(explainer => !explainer.Precision.Any(double.IsFinite)))
            yield return $"No explained row has a truth in column '{data.Truth}', so average precision is undefined.";
    }

    private ComparisonFigure Of(TrainerRows trainer, string figure, Interval value, Func<ComparisonFold, double?> inFold) =>
        new(trainer.Name, "", "", figure, value, data.Labels.Length, [.. data.Folds.Select(inFold)]);

    private IEnumerable<(string Figure, double[] Values)> Measures(ExplainerRows rows)
    {
        yield return (ComparisonFigures.ScoreReduction, rows.Reduction);
        yield return (ComparisonFigures.AboveRandom, rows.AboveRandom);
        if (data.Truth is not null)
            yield return (ComparisonFigures.AveragePrecision, rows.Precision);
    }

    private ClassificationMetrics Metrics(TrainerRows trainer, ComparisonFold fold) =>
        ClassificationMetrics.Of([.. fold.Test.Select(row => data.Labels[row])], [.. fold.Test.Select(row => trainer.Predicted[row])], run.Classes);

    private static double? Mean(double[] values, ComparisonFold fold)
    {
        double[] inFold = [.. fold.Test.Select(row => values[row]).Where(double.IsFinite)];
        return inFold.Length == 0 ? null : inFold.Average();
    }

    // NaN in either: the row has no difference.
    private Interval Difference(double[] first, double[] second) => bootstrap.Mean([.. first.Zip(second, (a, b) => a - b)]);

    private static IEnumerable<(T First, T Second)> Pairs<T>(IReadOnlyList<T> items) =>
        items.SelectMany((first, i) => items.Skip(i + 1).Select(second => (first, second)));
}
