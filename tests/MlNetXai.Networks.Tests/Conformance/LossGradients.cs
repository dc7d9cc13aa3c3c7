using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Training;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>The fast gradient of a training batch's mean loss with respect to all weights.</summary>
internal static class LossGradients
{
    /// <summary>Softmax cross-entropy of two classes.</summary>
    public static (float[] Gradient, double Loss) Of(Network network, KernelPath path, Batch batch, int[] labels, int threads = 2)
    {
        NetworkRunner runner = network.On(path, threads);
        AlignedBuffer[] blocks = [.. Enumerable.Range(0, RowBlocks.Count(batch.Rows)).Select(_ => new AlignedBuffer(runner.GradientLength))];
        double[] losses = new double[batch.Rows];
        float[] gradient = new float[network.WeightLength];
        int[] numbers = [.. Enumerable.Range(0, batch.Rows)];
        runner.LossGradient(
            batch, numbers, new SoftmaxCrossEntropy(labels, [1, 1]), batch.Rows,
            (first, count) => runner.PassOf(Purpose.Train, count) with { Seed = 1, Epoch = 1, RowKeys = numbers.AsMemory(first, count) }, losses, blocks);
        foreach (AlignedBuffer block in blocks)
            runner.Unpack(block.Span, gradient);
        return (gradient, losses.Average());
    }
}
