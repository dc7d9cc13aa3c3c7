using System.Diagnostics;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;

namespace MlNetXai.Benchmarks;

/// <summary>Seconds of an epoch of the full 12-lead network: 256 random records of 4,096 steps, shuffled, in batches of 32, with Adam; <c>epoch.py</c> does the same in PyTorch.</summary>
internal static class EpochTime
{
    private const int Records = 256, BatchRecords = 32, Epochs = 3;

    /// <summary>One line; the first epoch only warms up. Each is a training of its own, the loss of one validation record included.</summary>
    public static int Run()
    {
        Network network = ConvolutionWorkloads.Residual();
        Trainer trainer = new(new() { Epochs = 1, BatchRows = BatchRecords, WeightDecay = 0 });
        LabelledRows training = Noise(network, Records), validation = Noise(network, 1);
        double[] seconds = new double[Epochs + 1];
        for (int epoch = 0; epoch < seconds.Length; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            trainer.Fit(network, training, validation);
            seconds[epoch] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Console.WriteLine($"ours     {string.Join(" ", seconds[1..].Select(time => $"{time:F2}"))} s an epoch");
        return 0;
    }

    private static LabelledRows Noise(Network network, int records) => LabelledRows.WithTargets(
        ConvolutionWorkloads.Noise(records, network.InputShape), Enumerable.Range(0, records * network.Classes.Count).Select(i => (float)(i % 2)).ToArray());
}
