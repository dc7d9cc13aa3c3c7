using System.Diagnostics;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Benchmarks;

/// <summary>Peak resident memory of Integrated Gradients with 300 points, each case in a process of its own: the data included, and what .NET itself takes.</summary>
internal static class MemoryUse
{
    private const int Points = 300;
    private const double LimitMegabytes = 500;
    private static readonly RowShape Shape = new(216, 1);
    private static readonly string[] Classes = ["N", "R", "/", "V"];

    // Many rows of small networks, and the published sizes on rows that grow fivefold.
    private static readonly string[] Cases = ["lstm-16@10000", "fcn-16@10000", "lstm-128@100", "lstm-128@300", "lstm-128@500", "fcn-128@100", "fcn-128@300", "fcn-128@500"];

    /// <summary>Every case, one after the other.</summary>
    public static int Run() => OwnProcess.RunEach("memory", Cases);

    /// <summary>One case, in this process.</summary>
    public static int Run(string name)
    {
        string[] parts = name.Split('@');
        int rows = int.Parse(parts[1]);
        Network network = parts[0] switch
        {
            "lstm-16" => Presets.Lstm(Shape, Classes, new() { Hidden = 16 }),
            "lstm-128" => Presets.Lstm(Shape, Classes),
            "fcn-16" => Presets.FullyConvolutional(Shape, Classes, FullyConvolutionalOptions.PyTorch with { Convolutions = [(16, 8), (16, 5), (16, 3)] }),
            "fcn-128" => Presets.FullyConvolutional(Shape, Classes, FullyConvolutionalOptions.PyTorch),
            _ => throw new ArgumentException($"unknown case '{name}': {string.Join(", ", Cases)}"),
        };
        Batch batch = ConvolutionWorkloads.Noise(rows, Shape);
        double before = PeakMegabytes();
        long start = Stopwatch.GetTimestamp();
        Attribution attribution = new IntegratedGradients(new() { Steps = Points, Tolerance = null }).Explain(network, batch, [.. Enumerable.Range(0, rows).Select(row => row % Classes.Length)]);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, peak = PeakMegabytes();
        Console.WriteLine($"{name,-14} peak {peak,5:F0} MB ({before:F0} MB before it explained), {(peak < LimitMegabytes ? "below" : "ABOVE")} {LimitMegabytes:F0} MB; {seconds:F1} s, checksum {attribution.Values.Values.ToArray().Sum(Math.Abs):R}");
        return peak < LimitMegabytes ? 0 : 1;
    }

    private static double PeakMegabytes()
    {
        using Process own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64 / 1e6;
    }
}
