using MlNetXai.Explanations;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Class of each row whose score is measured.</summary>
internal static class TargetClasses
{
    /// <summary>Classes of rows that are in memory.</summary>
    /// <param name="model">Gives the classes, and the predicted one.</param>
    /// <param name="rows">The rows, with labels where the target is a label column.</param>
    /// <param name="target">Which class.</param>
    /// <exception cref="ArgumentException">The target has several classes for each row, or does not fit the model.</exception>
    /// <exception cref="ColumnValueException">A label is no class of the model.</exception>
    public static int[] Of(ILogits model, MeasuredRows rows, ExplanationTarget target)
    {
        target.RequireFits(model);
        if (target.IsPerClass)
            throw new ArgumentException($"The target is {target}, and a measure watches one score of each row. Name one class (ExplanationTarget.Class), and measure each column with its own.", nameof(target));
        if (target.LabelColumn is not null)
            return [.. rows.Labels!.Select((label, row) => target.ClassOf(model, rows.Classes[label], row))];
        if (target.FixedClass(model) is { } same)
            return [.. Enumerable.Repeat(same, rows.Count)];

        return TargetScores.Predicted(model, rows.Features!);
    }
}
