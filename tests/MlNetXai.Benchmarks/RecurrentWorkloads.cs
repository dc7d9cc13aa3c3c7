using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Benchmarks;

/// <summary>The workloads of the stacked and the channel-wise LSTM: W3 digits, W5 intensive care; t trains, i scores, m learns masks.</summary>
internal static class RecurrentWorkloads
{
    private const int MaskIterations = 5;

    /// <summary>Something to run once, and its floating-point operations; null for a name that is not here.</summary>
    public static (Action Run, double Flops)? Make(string name, int? rows) => name switch
    {
        "W3t" => ConvolutionWorkloads.Train(Digits(), rows ?? 200),
        "W3i" => ConvolutionWorkloads.Score(Digits(), rows ?? 256),
        "W3m" => LearnMasks(Digits(), rows ?? 64),
        "W5t" => ConvolutionWorkloads.Train(ChannelWise(), rows ?? 8),
        "W5i" => ConvolutionWorkloads.Score(ChannelWise(), rows ?? 256),
        _ => null,
    };

    private static Network Digits() => Presets.Lstm(new RowShape(784, 1), [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")], new() { LayerCount = 2 });

    // As the PyTorch side has it: logistic gates, no dropout.
    private static Network ChannelWise() => Presets.ChannelWiseLstm(["death"], new() { Dropout = 0, Gates = GateActivation.Sigmoid, Masks = false, Weights = InitialWeights.PyTorch });

    private static (Action, double) LearnMasks(Network network, int rows)
    {
        LearnedMask method = new(new() { Iterations = MaskIterations, Lambda1 = 0.1, Lambda2 = 1e-3 });
        Batch batch = ConvolutionWorkloads.Noise(rows, network.InputShape);
        int[] targets = new int[rows];
        return (() => method.Explain(network, batch, targets), 2 * MaskIterations * ConvolutionWorkloads.Flops(network, rows));
    }
}
