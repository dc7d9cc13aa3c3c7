using System.Numerics.Tensors;

namespace MlNetXai.Networks.Training;

/// <summary>Cross-entropy of a softmax output: −w_c log p_c of the row's class c; a batch's loss is Σ w_c·(−log p_c)/Σ w_c (PyTorch's CrossEntropyLoss with weights).</summary>
/// <param name="labels">Class, <c>[row]</c>.</param>
/// <param name="classWeights">Weight, <c>[class]</c>.</param>
internal sealed class SoftmaxCrossEntropy(int[] labels, double[] classWeights) : ILoss
{
    public double Weight(int row) => classWeights[labels[row]];

    public double Of(int row, ReadOnlySpan<float> logits) => -Weight(row) * OutputActivation.Softmax.LogProbability(logits, labels[row]);

    public void Gradient(int row, ReadOnlySpan<float> logits, double divisor, Span<float> gradient)
    {
        Span<double> p = stackalloc double[logits.Length];
        OutputActivation.Softmax.Probabilities(logits, p);
        double weight = Weight(row);
        for (int j = 0; j < p.Length; j++)
            gradient[j] = (float)((p[j] - (j == labels[row] ? 1 : 0)) * weight / divisor);
    }

    public double Accuracy(int row, ReadOnlySpan<float> logits) => TensorPrimitives.IndexOfMax(logits) == labels[row] ? 1 : 0;
}
