namespace MlNetXai.Cli.Terminals;

/// <summary>Where a command writes: results to <see cref="Output"/>, progress and errors to <see cref="Error"/>.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, TimeProvider clock, bool isInteractive)
{
    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Runs work under a progress display: bars where a person watches, else a line now and then.</summary>
    public Task<T> WithProgressAsync<T>(Func<IProgress<ProgressReport>, Task<T>> work) =>
        isInteractive ? ProgressBars.RunAsync(Error, clock, work) : work(new ProgressLines(Error, clock));

    /// <inheritdoc cref="WithProgressAsync{T}(Func{IProgress{ProgressReport}, Task{T}})"/>
    public Task<T> WithProgressAsync<T>(Func<IProgress<ProgressReport>, T> work) => WithProgressAsync(progress => Task.FromResult(work(progress)));

    /// <summary>Prints bytes that a library writes, UTF-8, and ends the line.</summary>
    public void Write(Action<Stream> write)
    {
        using MemoryStream bytes = new();
        write(bytes);
        Output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Prints a table that fits 80 columns.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) => PlainTable.Write(Output, header, rows);
}
