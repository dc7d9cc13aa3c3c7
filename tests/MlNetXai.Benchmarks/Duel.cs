using System.Diagnostics;

namespace MlNetXai.Benchmarks;

/// <summary>Line protocol of the side-by-side comparison: "ready" after warming up; "go" runs once and answers milliseconds; "quit" ends.</summary>
internal static class Duel
{
    public static int Run(string workload)
    {
        (Action run, _) = Workloads.Make(workload);
        for (int i = 0; i < 5; i++)
            run();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line && line.Trim() != "quit")
        {
            long start = Stopwatch.GetTimestamp();
            run();
            Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("F3"));
        }

        return 0;
    }
}
