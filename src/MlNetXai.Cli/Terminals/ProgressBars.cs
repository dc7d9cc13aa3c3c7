using Spectre.Console;

namespace MlNetXai.Cli.Terminals;

/// <summary>Progress for a person who watches: one bar per stage with the time left.</summary>
internal static class ProgressBars
{
    public static Task<T> RunAsync<T>(TextWriter output, Func<IProgress<ProgressReport>, Task<T>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bars(context)));
    }

    private sealed class Bars(ProgressContext context) : IProgress<ProgressReport>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

        public void Report(ProgressReport value)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                    _tasks[value.Stage] = task = context.AddTask(Markup.Escape(value.Stage));
                task.MaxValue = Math.Max(1, value.Total);
                task.Value = value.Total == 0 ? 1 : value.Done;
                task.Description = Markup.Escape(value.Detail is null ? value.Stage : $"{value.Stage}: {value.Detail}");
            }
        }
    }
}
