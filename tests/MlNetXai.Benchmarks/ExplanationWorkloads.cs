using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Benchmarks;

/// <summary>The workloads of explanation methods: Integrated Gradients on study A's LSTM and on the fully convolutional network.</summary>
internal static class ExplanationWorkloads
{
    private const int Points = 50;

    /// <summary>Something to run once, and its floating-point operations; null for a name that is not here.</summary>
    public static (Action Run, double Flops)? Make(string name, int? rows) => name switch
    {
        "IGlstm" => Integrate(Workloads.Ecg(), rows ?? 64),
        "IGfcn" => Integrate(ConvolutionWorkloads.FullyConvolutional(), rows ?? 64),
        _ => null,
    };

    // The peer's rule: middle points, no refinement.
    private static (Action, double) Integrate(Network network, int rows)
    {
        IntegratedGradients method = new(new() { Steps = Points, Rule = QuadratureRule.Middle, Tolerance = null });
        Batch batch = ConvolutionWorkloads.Noise(rows, network.InputShape);
        int[] targets = new int[rows];
        return (() => method.Explain(network, batch, targets), 2 * Points * ConvolutionWorkloads.Flops(network, rows));
    }
}
