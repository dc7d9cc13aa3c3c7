using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>Explains every class of the same rows.</summary>
public static class AllClasses
{
    /// <summary>One attribution for each class of the model, in their order, each for all rows.</summary>
    /// <param name="method">The method.</param>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>.</param>
    /// <param name="progress">Hears of progress, class after class, or null.</param>
    /// <param name="cancellation">Stops between blocks of work.</param>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    public static IReadOnlyList<Attribution> ExplainAllClasses<TModel>(
        this IExplanationMethod<TModel> method, TModel model, Batch batch, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
        where TModel : ILogits
    {
        Attribution[] attributions = new Attribution[model.Classes.Count];
        for (int c = 0; c < attributions.Length; c++)
        {
            Part? own = progress is null ? null : new(progress, c, attributions.Length);
            attributions[c] = method.Explain(model, batch, [.. Enumerable.Repeat(c, batch.Rows)], own, cancellation);
        }

        return attributions;
    }

    /// <summary>Progress of one of several runs of equal length.</summary>
    private sealed class Part(IProgress<ProgressReport> whole, int before, int parts) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => whole.Report(new(value.Stage, (before * value.Total) + value.Done, parts * value.Total));
    }
}
