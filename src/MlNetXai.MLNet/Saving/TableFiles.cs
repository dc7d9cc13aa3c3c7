using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Saving;

/// <summary>Views of texts and numbers as tables in files: <c>mlContext.Data.SaveAsCsv</c> and <c>SaveAsJson</c>, for what measures give.</summary>
/// <remarks>Every column becomes a field of its name, every row a line or an object; numbers in full precision, missing ones empty (CSV, RFC 4180) or null (JSON).</remarks>
/// <example>
/// <code>
/// AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"]);
/// mlContext.Data.SaveAsCsv(agreement.Data, Path.Combine(folder, "agreement.csv"));
/// mlContext.Data.SaveAsJson(agreement.Data, Path.Combine(folder, "agreement.json"));
/// </code>
/// </example>
public static class TableFiles
{
    /// <summary>Writes a view as comma-separated values, whole or not at all.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">Columns of text, keys and numbers; it is read once.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is a vector, or of another type that a table does not hold.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void SaveAsCsv(this DataOperationsCatalog catalog, IDataView data, string path) => AtomicFile.WriteText(path, CsvTable.Format(Read(catalog, data)));

    /// <summary>Writes a view as a JSON array of objects, whole or not at all.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">Columns of text, keys and numbers; it is read once.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is a vector, or of another type that a table does not hold.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void SaveAsJson(this DataOperationsCatalog catalog, IDataView data, string path) => AtomicFile.WriteText(path, JsonTable.Format(Read(catalog, data)));

    private static Table Read(DataOperationsCatalog catalog, IDataView data)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        List<IReadOnlyList<Cell>> rows = [];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Func<Cell>[] cells = [.. columns.Select(column => Reader(cursor, column))];
        while (cursor.MoveNext())
            rows.Add([.. cells.Select(cell => cell())]);
        return new() { Caption = "", Columns = [.. columns.Select(column => new Column(column.Name) { Key = column.Name })], Rows = rows };
    }

    private static Func<Cell> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType or KeyDataViewType => Text(NameReader.Create(row, column, "input")),
        BooleanDataViewType => Value<bool>(row, column, value => value ? "true" : "false"),
        NumberDataViewType when column.Type.RawType == typeof(float) => Value<float>(row, column, Single),
        NumberDataViewType when column.Type.RawType == typeof(double) => Value<double>(row, column, value => value),
        NumberDataViewType when column.Type.RawType == typeof(int) => Value<int>(row, column, value => (long)value),
        NumberDataViewType when column.Type.RawType == typeof(long) => Value<long>(row, column, value => value),
        _ => throw InputColumns.Mismatch(column, "String, Key, Boolean, Single, Double, Int32 or Int64", "Drop the column (DropColumns); SaveAsNumPy writes vectors."),
    };

    // As the shortest number that is the same single value: its double has more digits than it means.
    private static Cell Single(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Func<Cell> Text(Func<string> read) => () => read();

    private static Func<Cell> Value<T>(DataViewRow row, DataViewSchema.Column column, Func<T, Cell> cell)
    {
        ValueGetter<T> getter = row.GetGetter<T>(row.Schema[column.Index]);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return cell(value);
        };
    }
}
