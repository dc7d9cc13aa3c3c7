using MlNetXai.Networks;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;

namespace MlNetXai.Benchmarks;

/// <summary>The workloads of the convolutional networks: W4 the fully convolutional one, W6 the residual one for 12 leads; t trains, i scores.</summary>
internal static class ConvolutionWorkloads
{
    private static readonly string[] Beats = ["N", "R", "/", "V"];

    /// <summary>Something to run once, and its floating-point operations; null for a name that is not here.</summary>
    public static (Action Run, double Flops)? Make(string name, int? rows) => name switch
    {
        "W4t" => Train(FullyConvolutional(), rows ?? 200),
        "W4i" => Score(FullyConvolutional(), rows ?? 256),
        "W6t" => Train(Residual(), rows ?? 32),
        "W6i" => Score(Residual(), rows ?? 32),
        _ => null,
    };

    internal static Network FullyConvolutional() => Presets.FullyConvolutional(new RowShape(216, 1), Beats, FullyConvolutionalOptions.PyTorch);

    internal static Network Residual() => Presets.ResidualNet12Lead(options: new() { BatchNorm = BatchNormConvention.PyTorch, Weights = InitialWeights.PyTorch });

    // A product per step of every layer with weights for it.
    internal static double Flops(Network network, int rows) => 2.0 * rows * network.Layers.Sum(layer => layer.Layer switch
    {
        Lstm lstm => (double)layer.Input.Steps * lstm.Outputs * 4 * (lstm.Inputs + lstm.Hidden),
        Conv1d convolution => (double)layer.Output.Length * convolution.Kernel * convolution.Inputs / convolution.Groups,
        Dense dense => (double)layer.Output.Length * dense.Inputs,
        _ => 0,
    });

    internal static Batch Noise(int rows, RowShape shape)
    {
        Batch batch = new(rows, shape.Steps, shape.Channels);
        Philox random = new(1, "benchmark input");
        for (int i = 0; i < batch.Values.Length; i++)
            batch.Values[i] = (float)((random.Uniform((uint)i) * 3.4) - 1.7);
        return batch;
    }

    internal static (Action, double) Train(Network network, int rows)
    {
        TrainingOptions options = new() { WeightDecay = 0 };
        int classes = network.Classes.Count;
        int[] keys = [.. Enumerable.Range(0, rows)];
        double[] ones = [.. Enumerable.Repeat(1.0, classes)];
        ILoss loss = network.Output == OutputActivation.Softmax
            ? new SoftmaxCrossEntropy([.. keys.Select(row => row % classes)], ones)
            : new BinaryCrossEntropy([.. Enumerable.Range(0, rows * classes).Select(i => (float)(i % 2))], ones, ones);
        TrainingStep step = new(KernelPath.Best, network, options, rows, loss);
        Batch batch = Noise(rows, network.InputShape);
        return (() => step.Run(batch, keys, epoch: 1, options.LearningRate), 3 * Flops(network, rows));
    }

    internal static (Action, double) Score(Network network, int rows)
    {
        Batch batch = Noise(rows, network.InputShape);
        float[] logits = new float[rows * network.Classes.Count];
        return (() => network.Logits(batch, logits), Flops(network, rows));
    }
}
