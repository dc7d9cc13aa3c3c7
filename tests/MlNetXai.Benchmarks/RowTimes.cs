using System.Diagnostics;

namespace MlNetXai.Benchmarks;

/// <summary>Time per row, share of the machine's peak and peak memory of every workload at several sizes.</summary>
internal static class RowTimes
{
    private static readonly string[] Names =
    [
        "W1@200", "W2@256", "W2@16", "W2@1", "W2g@256",
        "W1@64", "W1@1024", "W2@64", "W2@1024", "W2@4096", "W2g@64", "W2g@1024", "W2g@4096",
        "W3t@200", "W3m@64", "W3i@64", "W3i@256", "W3i@1024", "W3i@4096", "W5t@8", "W5i@64", "W5i@256", "W5i@1024", "W5i@4096",
        "W4t@200", "W4i@64", "W4i@256", "W4i@1024", "W4i@4096", "W6t@32", "W6i@8", "W6i@32", "W6i@64", "IGlstm@64", "IGlstm@1", "IGfcn@64",
    ];

    /// <summary>Every workload, one after the other.</summary>
    public static int Run()
    {
        Console.WriteLine($"peak {Peak.Measure(Environment.ProcessorCount):F1} GFLOP/s on {Environment.ProcessorCount} threads");
        return OwnProcess.RunEach("rows", Names);
    }

    /// <summary>One workload, NAME@ROWS, in this process.</summary>
    public static int Run(string name)
    {
        double peak = Peak.Measure(Environment.ProcessorCount);
        (Action run, double flops) = Workloads.Make(name);
        double seconds = Median(run);
        int rows = int.Parse(name.Split('@')[1]);
        Console.WriteLine($"{name,-10} {1000 * seconds,9:F2} ms  {1e6 * seconds / rows,8:F1} µs/row  {flops / seconds / 1e9,6:F1} GFLOP/s = {flops / seconds / 1e9 / peak,6:P1} of peak  memory {Environment.WorkingSet >> 20} MiB");
        return 0;
    }

    private static double Median(Action run)
    {
        for (int i = 0; i < 3; i++)
            run();
        double[] times = new double[7];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }
}
