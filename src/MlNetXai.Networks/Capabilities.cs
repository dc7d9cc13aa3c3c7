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

    /// <summary>Logits of every row; of no rows, none.</summary>
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

    /// <summary>Score of each row's target class and its gradient; of no rows, none.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="score">Which score is differentiated.</param>
    /// <param name="scores">Score of the target, <c>[row]</c>, overwritten.</param>
    /// <param name="gradient">∂score/∂input, <c>[row, step, channel]</c>, overwritten.</param>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch.</exception>
    /// <exception cref="MlNetXaiException">An input, score or gradient is NaN or infinite; the row is named.</exception>
    void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient);
}

/// <summary>A model whose layers have names, and whose score can be differentiated with respect to their outputs.</summary>
public interface ILayerGradient : IInputGradient
{
    /// <summary>Layers, each behind those it reads.</summary>
    IReadOnlyList<NetworkLayer> Layers { get; }

    /// <summary>Output of a layer and the derivative of each row's score with respect to it, as the layers behind it hand it back.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="score">Which score is differentiated.</param>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="scores">Score of the target, <c>[row]</c>, overwritten.</param>
    /// <param name="output">Output of the layer, <c>[row, step, channel]</c> of that layer, overwritten.</param>
    /// <param name="gradient">∂score/∂output, likewise, overwritten.</param>
    /// <exception cref="ArgumentException">There is no such layer; the message lists those there are.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch or the layer.</exception>
    /// <exception cref="MlNetXaiException">An input, score or gradient is NaN or infinite; the row is named.</exception>
    void LayerGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, Span<float> scores, Span<float> output, Span<float> gradient);

    /// <summary>Hidden states of a recurrent layer at every step, also where it hands on the last alone, and the derivative of each row's score with respect to them.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="score">Which score is differentiated.</param>
    /// <param name="layer">Name of the recurrent layer.</param>
    /// <param name="derivative">By which ways.</param>
    /// <param name="scores">Score of the target, <c>[row]</c>, overwritten.</param>
    /// <param name="hidden">Hidden states, <c>[row, step, unit]</c>, of both directions one after the other, overwritten.</param>
    /// <param name="gradient">ds/dh, likewise, overwritten.</param>
    /// <exception cref="ArgumentException">There is no such recurrent layer; the message lists those there are.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch or the layer.</exception>
    /// <exception cref="MlNetXaiException">An input, score or gradient is NaN or infinite; the row is named.</exception>
    void HiddenGradient(
        Batch batch, ReadOnlySpan<int> targets, ScoreKind score, string layer, HiddenDerivative derivative, Span<float> scores, Span<float> hidden, Span<float> gradient);

    /// <summary>Where each step of a layer's output looks: the middle of what it sees of the row, in steps of the row from 0.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <exception cref="ArgumentException">There is no such layer, or its output has no steps that lie somewhere in the row.</exception>
    double[] StepCentres(string layer);
}

/// <summary>By which ways a hidden state acts on the score.</summary>
public enum HiddenDerivative
{
    /// <summary>All: through the later steps of its layer, and through the layers above. Default.</summary>
    Total,

    /// <summary>Through the layers above alone, as frameworks give it for the output of a fused layer: 0 but at the last step where only that is handed on.</summary>
    Direct,
}

/// <summary>A model whose rectifiers can hand back positive gradients only.</summary>
public interface IGuidedGradient : IInputGradient
{
    /// <summary>As <see cref="IInputGradient.InputGradient"/>, but every rectifier hands back max(gradient, 0) where its input is above 0, and 0 elsewhere.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="score">Which score is differentiated.</param>
    /// <param name="scores">Score of the target, <c>[row]</c>, overwritten.</param>
    /// <param name="gradient"><c>[row, step, channel]</c>, overwritten.</param>
    /// <exception cref="MissingCapabilityException">A nonlinearity is no rectifier; the layer is named.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch.</exception>
    /// <exception cref="MlNetXaiException">An input, score or gradient is NaN or infinite; the row is named.</exception>
    void GuidedGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient);
}

/// <summary>A model whose nonlinearities can hand back the ratio of their differences between a row and its reference, in place of their derivative.</summary>
public interface IRescaledGradient : IInputGradient
{
    /// <summary>Multipliers m of the rescale rule: Σ m ⊙ (x − x′) = logit(x) − logit(x′).</summary>
    /// <param name="batch">x, <c>[row, step, channel]</c>, finite.</param>
    /// <param name="references">x′, likewise.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="maxPooling">What maxima over windows do.</param>
    /// <param name="scores">Logit of the target at x, <c>[row]</c>, overwritten.</param>
    /// <param name="referenceScores">Logit of the target at x′, <c>[row]</c>, overwritten.</param>
    /// <param name="multipliers"><c>[row, step, channel]</c>, overwritten.</param>
    /// <exception cref="MissingCapabilityException">A layer has no such rule; it is named.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model, or another argument the batch.</exception>
    /// <exception cref="MlNetXaiException">An input, score or multiplier is NaN or infinite; the row is named.</exception>
    void RescaledGradient(
        Batch batch, Batch references, ReadOnlySpan<int> targets, MaxPoolingRule maxPooling, Span<float> scores, Span<float> referenceScores, Span<float> multipliers);
}

/// <summary>What a maximum over a window does in the rescale rule.</summary>
public enum MaxPoolingRule
{
    /// <summary>The rise of the maximum above that of the reference goes to the row's winner, the fall below it to the reference's winner: differences add up. Default.</summary>
    Rescale,

    /// <summary>The gradient, as Captum 0.8.0 does behind another nonlinearity: differences do not add up.</summary>
    Gradient,
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

/// <summary>A model whose logits are means over places of the row, of which each sees a stretch of it: a convolutional network that ends in an average over steps and a linear head.</summary>
/// <remarks>The logits of places are class activation maps (Zhou et al. 2016, arXiv:1512.04150, equation 2). What is changed outside of a place's stretch leaves its logits as they are.</remarks>
public interface ILocalLogits : ILogits
{
    /// <summary>What each place sees: steps of the row, <c>[place]</c>; empty where the logits are no such means.</summary>
    IReadOnlyList<StepRange> Places { get; }

    /// <summary>Logits of every place; their mean over places are the row's logits.</summary>
    /// <param name="batch"><c>[row, step, channel]</c>, finite, all rows of full length.</param>
    /// <param name="logits"><c>[row, place, class]</c>, overwritten.</param>
    /// <exception cref="MissingCapabilityException">There are no places.</exception>
    /// <exception cref="ShapeException">The batch does not fit the model or has rows of several lengths, or the logits do not fit the batch.</exception>
    /// <exception cref="MlNetXaiException">An input or a score is NaN or infinite; the row is named.</exception>
    void LocalLogits(Batch batch, Span<double> logits);
}
