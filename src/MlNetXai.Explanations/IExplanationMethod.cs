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
    /// <remarks>A batch of no rows costs nothing and checks whether the options suit the model and the shape of its rows: see <see cref="ExplanationMethods.RequireFits"/>.</remarks>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="progress">Hears of progress in rows (or iterations × rows), or null.</param>
    /// <param name="cancellation">Stops between blocks of work.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or the targets the batch.</exception>
    Attribution Explain(
        TModel model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default);
}

/// <summary>What holds for all methods.</summary>
public static class ExplanationMethods
{
    /// <summary>Throws where a method's options do not suit a model: a baseline of another shape, a layer that is not there, segments beyond the row. Nothing is scored.</summary>
    /// <param name="method">The method with its options.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ShapeException">Rows or segments of the options have another shape than the model's.</exception>
    /// <exception cref="ArgumentException">A layer is not there, or two options do not go together.</exception>
    /// <exception cref="MlNetXaiException">The model lacks what the method needs.</exception>
    public static void RequireFits<TModel>(this IExplanationMethod<TModel> method, TModel model)
        where TModel : ILogits => method.Explain(model, new Batch(0, model.InputShape.Steps, model.InputShape.Channels), []);
}
