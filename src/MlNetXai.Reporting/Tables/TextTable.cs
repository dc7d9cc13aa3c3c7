using System.Text;

namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as plain text with aligned columns, for a console or a log.</summary>
public static class TextTable
{
    private const int Gap = 2;
    private const int NarrowestColumn = 8;

    /// <summary>The caption, the table, the numbers' notes and its own; columns of words are broken into lines where the table would be too wide.</summary>
    /// <param name="table">The table.</param>
    /// <param name="width">Signs per line, at least 40. Columns of numbers are never broken, so a table of too many of them stays wider.</param>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table, int width = 120)
    {
        table.RequireRowsFit();
        Require.AtLeast(width, 40);
        List<string> remarks = [];
        string[][] cells =
        [
            [.. table.Columns.Select(column => column.Name)],
            .. table.Rows.Select(row => row.Select((cell, i) => Print(cell, table.Columns[i], remarks)).ToArray()),
        ];
        int[] widths = Widths(table, cells, width);

        StringBuilder text = new();
        Append(text, table.Caption, width);
        Append(text, table, cells[0], widths);
        text.AppendJoin(new string(' ', Gap), widths.Select(column => new string('-', column))).Append('\n');
        foreach (string[] row in cells.Skip(1))
            Append(text, table, row, widths);
        foreach (string note in remarks.Select((remark, i) => $"[{i + 1}] {remark}").Concat(table.Notes))
            Append(text, note, width);
        return text.ToString();
    }

    // A number's note stands below the table, once for all numbers that have it.
    private static string Print(Cell cell, Column column, List<string> remarks)
    {
        string printed = cell.Print(column).Replace('\u00A0', ' ');
        if (cell.Estimate?.Note is not string note)
            return printed;
        if (!remarks.Contains(note, StringComparer.Ordinal))
            remarks.Add(note);
        return $"{printed} [{remarks.IndexOf(note) + 1}]";
    }

    private static int[] Widths(Table table, string[][] cells, int width)
    {
        int[] widths = [.. table.Columns.Select((_, i) => cells.Max(row => row[i].Length))];
        while (widths.Sum() + (Gap * (widths.Length - 1)) > width)
        {
            // The widest column of words gives way, and a heading over numbers may be broken too.
            int[] least = [.. table.Columns.Select((column, i) => column.IsNumeric ? cells.Skip(1).Select(row => row[i].Length).Append(NarrowestColumn).Max() : NarrowestColumn)];
            int widest = Enumerable.Range(0, widths.Length).Where(i => widths[i] > least[i]).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : widths[i]);
            if (widest < 0)
                break;
            widths[widest]--;
        }

        return widths;
    }

    private static void Append(StringBuilder text, Table table, string[] row, int[] widths)
    {
        List<string>[] lines = [.. row.Select((cell, i) => Break(cell, widths[i]))];
        for (int line = 0; line < lines.Max(cell => cell.Count); line++)
        {
            IEnumerable<string> parts = lines.Select((cell, i) =>
            {
                string part = line < cell.Count ? cell[line] : "";
                return table.Columns[i].IsNumeric ? part.PadLeft(widths[i]) : part.PadRight(widths[i]);
            });
            text.Append(string.Join(new string(' ', Gap), parts).TrimEnd()).Append('\n');
        }
    }

    private static void Append(StringBuilder text, string sentence, int width)
    {
        foreach (string line in Break(sentence, width))
            text.Append(line).Append('\n');
    }

    /// <summary>Lines of at most <paramref name="width"/> signs, broken at spaces and, within longer words, anywhere.</summary>
    private static List<string> Break(string words, int width)
    {
        List<string> lines = [];
        string rest = words.ReplaceLineEndings(" ");
        while (rest.Length > width)
        {
            int space = rest.LastIndexOf(' ', width);
            (string line, rest) = space > 0 ? (rest[..space], rest[(space + 1)..]) : (rest[..width], rest[width..]);
            lines.Add(line);
        }

        lines.Add(rest);
        return lines;
    }
}
