using Spectre.Console;

namespace MlNetXai.Cli.Terminals;

/// <summary>Tables in at most 80 columns: the first column to the left, numbers to the right.</summary>
internal static class PlainTable
{
    private const int Columns = 80;

    public static void Write(TextWriter output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = Columns;

        Table table = new Table().Border(TableBorder.Simple);
        for (int i = 0; i < header.Count; i++)
            table.AddColumn(new TableColumn(new Text(header[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right, Padding = new Padding(0, 0, 1, 0) });
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}
