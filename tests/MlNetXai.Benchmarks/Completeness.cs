using System.Diagnostics;
using MlNetXai.Runs.Tests.Explaining;

namespace MlNetXai.Benchmarks;

/// <summary>How nearly Integrated Gradients of real beats add up, for the models named: the measurement behind a test that takes fewer beats.</summary>
internal static class Completeness
{
    private const int Rows = 1000;

    public static int Run(string data, IEnumerable<string> models)
    {
        foreach (string model in models)
        {
            long start = Stopwatch.GetTimestamp();
            BeatCompleteness found = BeatCompleteness.Measure(model, data, Rows);
            Console.WriteLine($"{model}: {found}");
            Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s with loading the data");
        }

        return 0;
    }
}
