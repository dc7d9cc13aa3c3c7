using System.Collections.Concurrent;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlNetXai.Cli.Terminals;

/// <summary>Progress for a person who watches: one bar per stage with units per second and the time left.</summary>
internal static class ProgressBars
{
    // What bar, share, speed and time left leave of 80 columns.
    private const int DescriptionLength = 30;

    public static Task<T> RunAsync<T>(TextWriter output, TimeProvider clock, Func<IProgress<ProgressReport>, Task<T>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        PaceColumn paces = new();
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn(), paces)
            .StartAsync(context => work(new Bars(context, clock, paces)));
    }

    private sealed class Bars(ProgressContext context, TimeProvider clock, PaceColumn paces) : IProgress<ProgressReport>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, (ProgressTask Task, StagePace Pace)> _stages = new(StringComparer.Ordinal);

        public void Report(ProgressReport value)
        {
            lock (_lock)
            {
                // A stage that has ended and begins anew, such as the loading of beats, gets a bar of its own.
                if (!_stages.TryGetValue(value.Stage, out (ProgressTask Task, StagePace Pace) stage) || (stage.Task.IsFinished && value.Done < value.Total))
                    _stages[value.Stage] = stage = (context.AddTask(Markup.Escape(value.Stage)), new(clock, value.Done));
                (ProgressTask task, StagePace pace) = stage;
                task.MaxValue = Math.Max(1, value.Total);
                task.Value = value.Total == 0 ? 1 : value.Done;
                task.Description = Markup.Escape(Shortened(value.Detail is null ? value.Stage : $"{value.Stage}: {value.Detail}"));
                paces.Set(task.Id, pace.Text(value));
            }
        }

        private static string Shortened(string text) => text.Length <= DescriptionLength ? text : text[..(DescriptionLength - 1)] + "…";
    }

    /// <summary>Speed and time left of each task, as last reported.</summary>
    private sealed class PaceColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, string> _texts = new();

        protected override bool NoWrap => true;

        public void Set(int task, string text) => _texts[task] = text;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_texts.GetValueOrDefault(task.Id, ""));
    }
}
