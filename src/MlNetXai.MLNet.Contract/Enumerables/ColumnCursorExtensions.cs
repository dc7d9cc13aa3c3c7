namespace Microsoft.ML.Data;

/// <summary>Reads one column of a view.</summary>
public static class ColumnCursorExtensions
{
    /// <inheritdoc cref="GetColumn{T}(IDataView, DataViewSchema.Column)"/>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    /// <summary>The values of a column, each of its own memory; every enumeration reads the view again.</summary>
    /// <typeparam name="T">The raw type; also <see cref="string"/> for text, and arrays for vectors. Keys come as in the view, 1 … count.</typeparam>
    /// <param name="data">The view.</param>
    /// <param name="column">One of its columns.</param>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        object conversion = typeof(T) == column.Type.RawType ? null : MemberConversions.OrNull(typeof(T), column.Type) ?? throw Messages.InvalidGetterType<T>(column);
        return Enumerate<T>(data, column, conversion);
    }

    private static IEnumerable<T> Enumerate<T>(IDataView data, DataViewSchema.Column column, object conversion)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> getter = conversion is null ? cursor.GetGetter<T>(column) : RawTypes.Invoke(column.Type.RawType, new Converted<T>(cursor, column, conversion));
        while (cursor.MoveNext())
        {
            T value = default;
            getter(ref value);
            yield return value;
        }
    }

    private sealed class Converted<T>(DataViewRow row, DataViewSchema.Column column, object conversion) : IRawTypeFunction<ValueGetter<T>>
    {
        public ValueGetter<T> Invoke<TRaw>()
        {
            var typed = (IMemberConversion<T, TRaw>)conversion;
            ValueGetter<TRaw> getter = row.GetGetter<TRaw>(column);
            TRaw raw = default;
            return (ref T value) =>
            {
                getter(ref raw);
                typed.FromRaw(raw, ref value);
            };
        }
    }
}
