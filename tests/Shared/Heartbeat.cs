using System.Globalization;
using Xunit;

namespace MlNetXai.Tests;

/// <summary>Lets a long test say every few seconds that it runs.</summary>
/// <remarks>
/// The xunit 3 adapter takes a test process for crashed when it has ended and its last message is older than 60 s, even when the results of the
/// last test are still on their way: a test that is silent for longer, and runs last, can lose its result.
/// </remarks>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Timer _timer;

    /// <summary>Begins to beat, in the running test's output.</summary>
    public Heartbeat()
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper ?? throw new InvalidOperationException("A heartbeat belongs inside a test.");
        DateTime started = DateTime.UtcNow;
        _timer = new(_ => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"runs for {(DateTime.UtcNow - started).TotalSeconds:F0} s")), null, Interval, Interval);
    }

    /// <summary>Stops, and waits for a beat that is on its way: a test that ended takes no output.</summary>
    public void Dispose()
    {
        using ManualResetEvent stopped = new(false);
        if (_timer.Dispose(stopped))
            stopped.WaitOne();
    }
}
