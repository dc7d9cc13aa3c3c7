namespace MlNetXai.Reporting.Tables;

/// <summary>A table with typed columns, for the report and for files.</summary>
public sealed record Table
{
    /// <summary>One line above the table: what it shows.</summary>
    public required string Caption { get; init; }

    /// <summary>The columns, left to right.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The rows, each with one cell per column.</summary>
    public required IReadOnlyList<IReadOnlyList<Cell>> Rows { get; init; }

    /// <summary>Remarks below the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Columns that name the row (printed as row headings), from the left. Default 1.</summary>
    public int HeadingColumns { get; init => field = Require.AtLeast(value, 0); } = 1;

    /// <summary>Throws when a row does not fit the columns.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    internal void RequireRowsFit()
    {
        for (int row = 0; row < Rows.Count; row++)
        {
            if (Rows[row].Count != Columns.Count)
                throw new ShapeException($"Table '{Caption}', row {row + 1}, has {Rows[row].Count} cells, not {Columns.Count}, one per column.");
        }
    }
}
