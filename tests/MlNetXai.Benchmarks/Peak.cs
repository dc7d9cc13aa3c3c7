using System.Diagnostics;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Benchmarks;

/// <summary>What the machine gives at best: our own product, 512×512×512, on one thread and on all.</summary>
internal static class Peak
{
    public static int Run()
    {
        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            Console.WriteLine($"peak {KernelPath.Best.Name} bits, {threads} threads: {Measure(threads):F1} GFLOP/s");
        return 0;
    }

    /// <summary>GFLOP/s, best of ten.</summary>
    public static double Measure(int threads)
    {
        const int N = 512;
        PackedMatrix b = new(N, N, KernelPath.Best.PanelColumns);
        b.Fill(new float[N * N], N, 1);
        float[][] a = [.. Enumerable.Range(0, threads).Select(_ => new float[N * N])], c = [.. Enumerable.Range(0, threads).Select(_ => new float[N * N])];
        double best = double.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            {
                for (int i = 0; i < 20; i++)
                    KernelPath.Best.Multiply(N, a[thread], N, 1, b, c[thread], N, accumulate: false);
            });
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 20.0 * threads * 2 * N * N * N / best / 1e9;
    }
}
