using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Class of each row whose score is measured.</summary>
internal static class TargetClasses
{
    private const int BlockRows = 512;

    /// <summary>Classes of rows that are in memory.</summary>
    /// <param name="model">Gives the classes, and the predicted one.</param>
    /// <param name="rows">The rows, with labels where the target is a label column.</param>
    /// <param name="target">Which class.</param>
    /// <exception cref="ColumnValueException">A label is no class of the model.</exception>
    public static int[] Of(ILogits model, MeasuredRows rows, ExplanationTarget target)
    {
        if (target.LabelColumn is { } column)
            return [.. rows.Labels!.Select((label, row) => ClassOf(model, rows.Classes[label], column, row))];
        if (target.FixedClass(model.Classes, model.Name) is { } same)
            return [.. Enumerable.Repeat(same, rows.Count)];

        int classes = model.Classes.Count;
        int[] targets = new int[rows.Count];
        float[] logits = new float[Math.Min(BlockRows, rows.Count) * classes];
        for (int start = 0; start < targets.Length; start += BlockRows)
        {
            int count = Math.Min(BlockRows, targets.Length - start);
            model.Logits(rows.Features!.Slice(start, count), logits.AsSpan(0, count * classes));
            for (int row = 0; row < count; row++)
                targets[start + row] = NetworkScores.Largest(logits.AsSpan(row * classes, classes));
        }

        return targets;
    }

    private static int ClassOf(ILogits model, string name, string column, int row)
    {
        int index = model.Classes.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new ColumnValueException(
                column, row, $"the label is '{name}'; it must be one of {string.Join(", ", model.Classes)}, the classes of '{model.Name}'. Leave the row out, or measure the predicted class.");
    }
}
