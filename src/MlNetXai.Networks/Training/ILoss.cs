namespace MlNetXai.Networks.Training;

/// <summary>Loss of the rows of a data set, from their logits <c>[class]</c>, in nats. A batch's loss is the sum of its rows' over the sum of their weights.</summary>
internal interface ILoss
{
    /// <summary>What a row adds to the divisor.</summary>
    double Weight(int row);

    /// <summary>Loss of a row, times its weight.</summary>
    double Of(int row, ReadOnlySpan<float> logits);

    /// <summary>Gradient of a batch's loss with respect to one row's logits.</summary>
    /// <param name="row">The row.</param>
    /// <param name="logits"><c>[class]</c>.</param>
    /// <param name="divisor">Sum of the weights of the batch's rows.</param>
    /// <param name="gradient"><c>[class]</c>, overwritten.</param>
    void Gradient(int row, ReadOnlySpan<float> logits, double divisor, Span<float> gradient);

    /// <summary>How much of a row is classified rightly, 0 … 1.</summary>
    double Accuracy(int row, ReadOnlySpan<float> logits);
}
