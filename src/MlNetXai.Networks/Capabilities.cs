namespace MlNetXai.Networks;

/// <summary>What a method may ask of any model: the logits of a batch.</summary>
public interface ILogits
{
    /// <summary>Name for messages and reports.</summary>
    string Name { get; }

    /// <summary>Steps and channels of an input row.</summary>
    RowShape InputShape { get; }

    /// <summary>Names of the classes, in the order of the logits.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>What makes probabilities of the logits. Default softmax.</summary>
    OutputActivation Output => OutputActivation.Softmax;

    /// <summary>Logits of every row.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="logits"><c>[row, class]</c>, overwritten.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or the logits the batch.</exception>
    /// <exception cref="MlNetXaiException">An input or a logit is NaN or infinite; row and place are named.</exception>
    void Logits(Batch batch, Span<float> logits);
}

/// <summary>A model whose score can be differentiated with respect to its input.</summary>
public interface IInputGradient : ILogits
{
    /// <summary>Whether the score has no kinks in the input, as those of a rectifier: quadrature along a path then gains by its order. Default false.</summary>
    bool IsSmooth => false;

    /// <summary>Score of each row's target class and its gradient.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="score">Which score is differentiated.</param>
    /// <param name="scores">Score of the target, <c>[row]</c>, overwritten.</param>
    /// <param name="gradient">∂score/∂input, <c>[row, step, channel]</c>, overwritten.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch.</exception>
    /// <exception cref="MlNetXaiException">An input, score or gradient is NaN or infinite; the row is named.</exception>
    void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient);
}

/// <summary>A model that reads its input step by step, so that every prefix has logits in one pass.</summary>
public interface IPrefixLogits : ILogits
{
    /// <summary>Logits after every prefix x[0 … t].</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="logits"><c>[row, step, class]</c>, overwritten.</param>
    void PrefixLogits(Batch batch, Span<float> logits);

    /// <summary>Runs the batch and keeps the state before every step, so that changed suffixes can be scored without their prefix.</summary>
    IPrefixStates RunPrefixes(Batch batch);
}

/// <summary>States of a batch before every step; made by <see cref="IPrefixLogits.RunPrefixes"/>.</summary>
public interface IPrefixStates
{
    /// <summary>Logits of all rows when steps <paramref name="start"/> … T − 1 are replaced; equal to the bit to running the whole rows.</summary>
    /// <param name="start">First step of the suffix, 0 … T − 1.</param>
    /// <param name="suffixes"><c>[row, step − start, channel]</c>: same rows, T − start steps; the rows end where those of the batch end.</param>
    /// <param name="logits"><c>[row, class]</c>, overwritten.</param>
    void Logits(int start, Batch suffixes, Span<float> logits);
}
