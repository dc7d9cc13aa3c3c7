using System.Globalization;

namespace MlNetXai.Cli.Terminals;

/// <summary>Speed of a stage and its time left, measured from the stage's first report.</summary>
/// <remarks>A training that goes on begins with rows done in an earlier process: only what was done since then counts.</remarks>
internal sealed class StagePace(TimeProvider clock, long firstDone)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Units per second, e.g. <c>1,250/s</c> (rows in training and explaining), and where something is left the time for it; empty before the first unit.</summary>
    public string Text(ProgressReport report)
    {
        TimeSpan elapsed = Elapsed;
        long done = report.Done - firstDone;
        if (done <= 0 || elapsed <= TimeSpan.Zero)
            return "";

        double speed = done / elapsed.TotalSeconds;
        string text = speed.ToString(speed >= 100 ? "N0" : "0.0", CultureInfo.InvariantCulture) + "/s";
        return report.Done >= report.Total ? text : $"{text}, {Duration(elapsed * ((double)(report.Total - report.Done) / done))} left";
    }

    /// <summary>Seconds, or hours, minutes and seconds from a minute on.</summary>
    public static string Duration(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            : $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}";
}
