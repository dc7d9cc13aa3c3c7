namespace MlNetXai.Networks.Training;

/// <summary>Cross-entropy of a sigmoid output, from logits: of K classes mean over k of −w_k (q_k t_k log σ(z_k) + (1 − t_k) log σ(−z_k)); a batch's loss is the mean over rows.</summary>
/// <remarks>Mean over rows and classes, not divided by the weights: PyTorch's BCEWithLogitsLoss (w: weight, q: pos_weight); without weights Keras' BinaryCrossentropy(from_logits=True).</remarks>
/// <param name="targets">Whether each class holds, 0 … 1, <c>[row, class]</c>.</param>
/// <param name="classWeights">w, <c>[class]</c>.</param>
/// <param name="positiveWeights">q, <c>[class]</c>.</param>
internal sealed class BinaryCrossEntropy(float[] targets, double[] classWeights, double[] positiveWeights) : ILoss
{
    private int Classes => classWeights.Length;

    public double Weight(int row) => 1;

    public double Of(int row, ReadOnlySpan<float> logits)
    {
        ReadOnlySpan<float> t = Targets(row);
        double sum = 0;
        for (int k = 0; k < t.Length; k++)
        {
            // −log σ(z) = softplus(−z) and −log σ(−z) = softplus(z) = softplus(−z) + z; neither is asked for where it does not count, as infinity times 0 would be NaN.
            double positive = positiveWeights[k] * t[k], negative = 1 - t[k];
            double loss = (positive == 0 ? 0 : positive * OutputProbabilities.Softplus(-logits[k])) + (negative == 0 ? 0 : negative * OutputProbabilities.Softplus(logits[k]));
            sum += classWeights[k] * loss;
        }

        return sum / t.Length;
    }

    public void Gradient(int row, ReadOnlySpan<float> logits, double divisor, Span<float> gradient)
    {
        ReadOnlySpan<float> t = Targets(row);
        for (int k = 0; k < t.Length; k++)
        {
            double negative = (1 - t[k]) * OutputProbabilities.Sigmoid(logits[k]), positive = positiveWeights[k] * t[k] * OutputProbabilities.Sigmoid(-logits[k]);
            gradient[k] = (float)(classWeights[k] * (negative - positive) / (t.Length * divisor));
        }
    }

    /// <summary>Share of the classes on whose right side of 1/2 the probability lies: the mean label accuracy.</summary>
    public double Accuracy(int row, ReadOnlySpan<float> logits)
    {
        ReadOnlySpan<float> t = Targets(row);
        int right = 0;
        for (int k = 0; k < t.Length; k++)
            right += logits[k] > 0 == t[k] > 0.5f ? 1 : 0;
        return (double)right / t.Length;
    }

    private ReadOnlySpan<float> Targets(int row) => targets.AsSpan(row * Classes, Classes);
}
