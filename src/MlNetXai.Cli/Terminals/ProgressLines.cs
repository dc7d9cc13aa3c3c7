using System.Globalization;

namespace MlNetXai.Cli.Terminals;

/// <summary>Progress for logs: a line when a stage begins, one every ten seconds, and one when it ends.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider clock) : IProgress<ProgressReport>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private string? _stage;
    private long _stageStart;
    private long _lastLine;
    private bool _ended;

    public void Report(ProgressReport value)
    {
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            bool begins = value.Stage != _stage;
            if (begins)
                (_stage, _stageStart, _ended) = (value.Stage, now, false);

            bool ends = value.Done >= value.Total && !_ended;
            if (!begins && !ends && (_ended || clock.GetElapsedTime(_lastLine, now) < Pause))
                return;

            (_lastLine, _ended) = (now, _ended || ends);
            output.WriteLine(Line(value, clock.GetElapsedTime(_stageStart, now)));
        }
    }

    private static string Line(ProgressReport value, TimeSpan elapsed)
    {
        string detail = value.Detail is null ? "" : $"; {value.Detail}";
        if (value.Done >= value.Total)
            return $"{value.Stage}: done in {Text(elapsed)}{detail}";
        if (value.Done <= 0)
            return $"{value.Stage}: {value.Total.ToString("N0", CultureInfo.InvariantCulture)} to do{detail}";

        TimeSpan left = elapsed * ((double)(value.Total - value.Done) / value.Done);
        return $"{value.Stage}: {100 * value.Done / value.Total} %, {Text(left)} left{detail}";
    }

    private static string Text(TimeSpan time) =>
        time < TimeSpan.FromMinutes(1)
            ? $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            : $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}";
}
