using MlNetXai.Cli.Texts;

namespace MlNetXai.Cli.Terminals;

/// <summary>Progress for logs: a line when a stage begins, one every ten seconds, and one when it ends; with units per second and the time left.</summary>
internal sealed class ProgressLines(TextWriter output, TimeProvider clock) : IProgress<ProgressReport>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private string? _stage;
    private StagePace _pace = new(clock, 0);
    private long _lastLine;
    private bool _ended;

    public void Report(ProgressReport value)
    {
        lock (_lock)
        {
            bool begins = value.Stage != _stage;
            if (begins)
                (_stage, _pace, _ended) = (value.Stage, new(clock, value.Done), false);

            bool ends = value.Done >= value.Total && !_ended;
            if (!begins && !ends && (_ended || clock.GetElapsedTime(_lastLine) < Pause))
                return;

            (_lastLine, _ended) = (clock.GetTimestamp(), _ended || ends);
            output.WriteLine(Line(value, _pace));
        }
    }

    private static string Line(ProgressReport value, StagePace pace)
    {
        string text = pace.Text(value), detail = value.Detail is null ? "" : $"; {value.Detail}";
        if (value.Done >= value.Total)
            return $"{value.Stage}: done in {StagePace.Duration(pace.Elapsed)}{(text.Length > 0 ? ", " : "")}{text}{detail}";
        return text.Length == 0
            ? $"{value.Stage}: {Numbers.Count(value.Total - value.Done)} to do{detail}"
            : $"{value.Stage}: {(long)(100.0 * value.Done / value.Total)} %, {text}{detail}";
    }
}
