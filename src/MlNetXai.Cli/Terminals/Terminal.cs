using MlNetXai.Reporting.Tables;

namespace MlNetXai.Cli.Terminals;

/// <summary>Where a command writes: results to <see cref="Output"/>, progress and errors to <see cref="Error"/>.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, TimeProvider clock, bool isInteractive)
{
    private const int Columns = 80;
    private const int EntryIndent = 24;

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

    /// <summary>Prints sentences in lines of at most 80 signs, broken at blanks; later lines are set in by two.</summary>
    public void Wrapped(string text)
    {
        int lines = 0;
        foreach (string line in Lines(text, lines => lines == 0 ? Columns : Columns - 2))
            Output.WriteLine(lines++ == 0 ? line : $"  {line}");
    }

    /// <summary>Prints a word and, beside it, texts one below the other, in lines of at most 80 signs.</summary>
    public void Entry(string word, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            foreach (string line in Lines(text, _ => Columns - EntryIndent))
            {
                Output.WriteLine($"{word.PadRight(EntryIndent - 1)} {line}");
                word = "";
            }
        }
    }

    /// <summary>Prints a table with words in its columns, in at most 80 signs per line.</summary>
    public void Table(Table table) => Output.Write(string.Join('\n', TextTable.Format(table, Columns).Split('\n').Select(PrintableText.Escape)));

    /// <summary>Prints a table that fits 80 columns.</summary>
    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) => PlainTable.Write(Output, header, rows.Select(row => (IReadOnlyList<string>)[.. row.Select(PrintableText.Escape)]));

    // Broken at blanks; the width may differ from line to line.
    private static List<string> Lines(string text, Func<int, int> width)
    {
        List<string> lines = [""];
        foreach (string word in PrintableText.Escape(text).Split(' '))
        {
            string line = lines[^1];
            if (line.Length > 0 && line.Length + 1 + word.Length > width(lines.Count - 1))
                lines.Add(word);
            else
                lines[^1] = line.Length == 0 ? word : $"{line} {word}";
        }

        return lines;
    }
}
