using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Contract.Tests.Conformance;

/// <summary>Rows as lines of text, so that views of any schema can be compared.</summary>
internal static class RowTexts
{
    public static string[] Of(IDataView view) => Of(view, view.Schema);

    public static string[] Of(IDataView view, IReadOnlyList<DataViewSchema.Column> columns)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        return [.. Of(cursor, () => cursor.MoveNext(), columns)];
    }

    /// <summary>The rows of a set of cursors in the order that their batches restore.</summary>
    public static string[] Of(DataViewRowCursor[] cursors, IReadOnlyList<DataViewSchema.Column> columns)
    {
        List<(long Batch, string Line)> lines = [];
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                foreach (string line in Of(cursor, () => cursor.MoveNext(), columns))
                    lines.Add((cursor.Batch, line));
            }
        }
        return [.. lines.OrderBy(line => line.Batch).Select(line => line.Line)];
    }

    /// <summary>The rows that <paramref name="row"/> shows one after another; each getter is called twice per row.</summary>
    public static IEnumerable<string> Of(DataViewRow row, Func<bool> moveNext, IReadOnlyList<DataViewSchema.Column> columns)
    {
        Func<string>[] readers = [.. columns.Select(column => Reader(row, column))];
        while (moveNext())
            yield return string.Join(" | ", readers.Concat(readers.Reverse()).Select(read => read()));
    }

    public static DataViewRowId[] Ids(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        List<DataViewRowId> ids = [];
        while (cursor.MoveNext())
        {
            DataViewRowId id = default;
            getter(ref id);
            ids.Add(id);
        }
        return [.. ids];
    }

    private static Func<string> Reader(DataViewRow row, DataViewSchema.Column column) =>
        (Func<string>)typeof(RowTexts).GetMethod(nameof(ReaderOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(column.Type.RawType).Invoke(null, [row, column])!;

    private static Func<string> ReaderOf<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value is IEnumerable items ? $"[{string.Join(", ", items.Cast<object>().Select(Text))}]" : Text(value!);
        };
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
