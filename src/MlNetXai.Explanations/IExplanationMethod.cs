using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>An explanation method: a sealed class with an options record, one file.</summary>
/// <typeparam name="TModel">The least the method needs of a model.</typeparam>
public interface IExplanationMethod<in TModel>
    where TModel : ILogits
{
    /// <summary>Name in the command line, files and figures, e.g. "learned-mask".</summary>
    string Name { get; }

    /// <summary>Explains the target class of every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="progress">Hears of progress in rows (or iterations × rows), or null.</param>
    /// <param name="cancellation">Stops between blocks of work.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or the targets the batch.</exception>
    Attribution Explain(
        TModel model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default);
}
