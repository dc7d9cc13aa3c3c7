using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Reads a column that names something (a class, a patient) as text, whether it is text, a key or an integer.</summary>
internal static class NameReader
{
    /// <summary>A function that gives the current row's name; empty where it is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column's type names nothing.</exception>
    public static Func<string> Create(DataViewRow row, DataViewSchema.Column column, string role)
    {
        DataViewSchema.Column own = row.Schema[column.Index];
        return column.Type switch
        {
            TextDataViewType => Text(row.GetGetter<ReadOnlyMemory<char>>(own)),
            KeyDataViewType key => Key(row, own, key, InputColumns.KeyValues(column)),
            NumberDataViewType when column.Type.RawType == typeof(int) => Number(row.GetGetter<int>(own)),
            NumberDataViewType when column.Type.RawType == typeof(long) => Number(row.GetGetter<long>(own)),
            _ => throw InputColumns.Mismatch(column, "String, Key, Int32 or Int64", "Convert the column, or name another.", role),
        };
    }

    /// <summary>A function that gives the current row's key, 1 … count, 0 where it is missing.</summary>
    public static Func<ulong> KeyNumber(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewSchema.Column own = row.Schema[column.Index];
        Type type = column.Type.RawType;
        return type == typeof(byte) ? Widen(row.GetGetter<byte>(own))
            : type == typeof(ushort) ? Widen(row.GetGetter<ushort>(own))
            : type == typeof(uint) ? Widen(row.GetGetter<uint>(own))
            : Widen(row.GetGetter<ulong>(own));
    }

    private static Func<string> Key(DataViewRow row, DataViewSchema.Column column, KeyDataViewType key, string[]? names)
    {
        Func<ulong> number = KeyNumber(row, column);
        return () => number() is > 0 and ulong value && value <= key.Count
            ? names is not null && value <= (ulong)names.Length ? names[value - 1] : value.ToString(CultureInfo.InvariantCulture)
            : "";
    }

    private static Func<string> Text(ValueGetter<ReadOnlyMemory<char>> getter)
    {
        ReadOnlyMemory<char> value = default;
        string text = "";
        return () =>
        {
            getter(ref value);

            // Runs of the same name are one string.
            return text = value.Span.SequenceEqual(text) ? text : value.ToString();
        };
    }

    private static Func<string> Number<T>(ValueGetter<T> getter)
        where T : IFormattable
    {
        T value = default!;
        return () =>
        {
            getter(ref value);
            return value.ToString(null, CultureInfo.InvariantCulture);
        };
    }

    private static Func<ulong> Widen<T>(ValueGetter<T> getter)
        where T : struct, IConvertible
    {
        T value = default;
        return () =>
        {
            getter(ref value);
            return value.ToUInt64(CultureInfo.InvariantCulture);
        };
    }
}
