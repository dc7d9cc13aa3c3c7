using MlNetXai.Networks;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Training;

namespace MlNetXai.Benchmarks;

/// <summary>The workloads by name: shapes and mathematics as the PyTorch side has them, random weights and inputs.</summary>
internal static class Workloads
{
    private static readonly string[] Classes = ["N", "R", "/", "V"];

    /// <summary>Something to run once, and its floating-point operations.</summary>
    public static (Action Run, double Flops) Make(string name)
    {
        string[] parts = name.Split('@');
        int? size = parts.Length > 1 ? int.Parse(parts[1]) : null;
        return parts[0] switch
        {
            "W1" => TrainingStep(size ?? 200),
            "W2" => Scores(size ?? 256),
            "W2g" => InputGradient(size ?? 256),
            string other => ConvolutionWorkloads.Make(other, size) ?? RecurrentWorkloads.Make(other, size) ?? ExplanationWorkloads.Make(other, size)
                ?? throw new ArgumentException($"unknown workload '{name}': W1, W2, W2g, W3t, W3i, W3m, W4t, W4i, W5t, W5i, W6t, W6i, IGlstm and IGfcn are here, each with @ROWS"),
        };
    }

    internal static Network Ecg() => Presets.Lstm(new RowShape(216, 1), Classes);

    private static Batch Noise(int rows)
    {
        Batch batch = new(rows, 216, 1);
        Philox random = new(1, "benchmark input");
        for (int i = 0; i < batch.Values.Length; i++)
            batch.Values[i] = (float)((random.Uniform((uint)i) * 3.4) - 1.7);
        return batch;
    }

    // One product of [rows × 128]·[128 × 512] and one of [rows × 1]·[1 × 512] per step.
    private static double ForwardFlops(int rows) => 2.0 * rows * 216 * 129 * 512;

    private static (Action, double) TrainingStep(int rows)
    {
        TrainingOptions options = new() { WeightDecay = 0 };
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 4)], keys = [.. Enumerable.Range(0, rows)];
        TrainingStep step = new(KernelPath.Best, Ecg(), options, rows, new SoftmaxCrossEntropy(labels, [1, 1, 1, 1]));
        Batch batch = Noise(rows);
        return (() => step.Run(batch, keys, epoch: 1, options.LearningRate), 3 * ForwardFlops(rows));
    }

    private static (Action, double) Scores(int rows)
    {
        Network network = Ecg();
        Batch batch = Noise(rows);
        float[] logits = new float[rows * 4];
        return (() => network.Logits(batch, logits), ForwardFlops(rows));
    }

    private static (Action, double) InputGradient(int rows)
    {
        Network network = Ecg();
        Batch batch = Noise(rows);
        float[] scores = new float[rows], gradient = new float[rows * 216];
        int[] targets = new int[rows];
        return (() => network.InputGradient(batch, targets, ScoreKind.Logit, scores, gradient), 2 * ForwardFlops(rows));
    }
}
