using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Gives every row a number in [0, 1], by which a split takes it; NaN: in no part.</summary>
internal static class RowShares
{
    private const int HashBits = 30;

    private const string HashedTypes = "text, Boolean, an integer, a time, Single, Double or Key";

    /// <summary>A pseudo-random number per place in the order of rows.</summary>
    public static Func<DataViewRow, Func<double>> ByChance(int seed) => row => () => Share((ulong)row.Position, seed, bits: 53);

    /// <summary>A number that is the same for equal values of a column.</summary>
    /// <remarks>A hash of the value; but numbers with a fraction are scaled to [0, 1] and keys are taken by their place, both without any chance.</remarks>
    public static Func<DataViewRow, Func<double>> ByColumn(IDataView data, DataViewSchema.Column column, int seed)
    {
        if (column.Type is KeyDataViewType key)
            return row => Of(ColumnReaders.Key(row, column), value => OfKey(value, key));
        if (ColumnReaders.IsFloating(column.Type))
            return ByScale(data, column);

        Func<DataViewRow, Func<ulong?>> hash = HashOf(column);
        return row => Of(hash(row), value => value is { } bits ? Share(bits, seed, HashBits) : double.NaN);
    }

    /// <summary>The place of a key: the middle of its share of [0, 1].</summary>
    public static double OfKey(ulong key, KeyDataViewType type) => key == 0 || key > type.Count ? double.NaN : (key - 0.5) / type.Count;

    private static Func<double> Of<T>(Func<T> read, Func<T, double> share) => () => share(read());

    // In the type of the column, so that a bound such as 1/3 falls on the same side as it does there.
    private static Func<DataViewRow, Func<double>> ByScale(IDataView data, DataViewSchema.Column column)
    {
        (double least, double most) = RangeOf(data, column);
        bool single = column.Type.Equals(NumberDataViewType.Single);
        return row => Of(ColumnReaders.Number(row, column), value =>
        {
            double share = most > least ? (value - least) / (most - least) : value - least;
            return single ? (float)share : share;
        });
    }

    private static (double Least, double Most) RangeOf(IDataView data, DataViewSchema.Column column)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        Func<double> number = ColumnReaders.Number(cursor, column);
        while (cursor.MoveNext())
        {
            double value = number();
            (least, most) = (value < least ? value : least, value > most ? value : most);
        }
        return (least, most);
    }

    private static Func<DataViewRow, Func<ulong?>> HashOf(DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Hash<ReadOnlyMemory<char>>(column, text => text.IsEmpty ? null : HashOf(text.Span)),
        BooleanDataViewType => Hash<bool>(column, value => value ? 1ul : 0),
        DateTimeDataViewType => Hash<DateTime>(column, value => (ulong)value.Ticks),
        DateTimeOffsetDataViewType => Hash<DateTimeOffset>(column, value => (ulong)value.UtcTicks),
        TimeSpanDataViewType => Hash<TimeSpan>(column, value => (ulong)value.Ticks),
        NumberDataViewType => Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.SByte => Hash<sbyte>(column, value => (ulong)value),
            TypeCode.Byte => Hash<byte>(column, value => value),
            TypeCode.Int16 => Hash<short>(column, value => (ulong)value),
            TypeCode.UInt16 => Hash<ushort>(column, value => value),
            TypeCode.Int32 => Hash<int>(column, value => (ulong)value),
            TypeCode.UInt32 => Hash<uint>(column, value => value),
            TypeCode.Int64 => Hash<long>(column, value => (ulong)value),
            _ => Hash<ulong>(column, value => value),
        },
        _ => throw Messages.SchemaMismatch("SamplingKeyColumn", column.Name, HashedTypes, column.Type.ToString(), "samplingKeyColumnName"),
    };

    private static Func<DataViewRow, Func<ulong?>> Hash<T>(DataViewSchema.Column column, Func<T, ulong?> hash) => row => ColumnReaders.Reader(row, column, hash);

    // FNV-1a over the UTF-16 units; the seed is mixed in by Share.
    private static ulong HashOf(ReadOnlySpan<char> text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (ushort unit in MemoryMarshal.Cast<char, ushort>(text))
            hash = (hash ^ unit) * 0x100000001B3;
        return hash;
    }

    // Ids are made to be mixed: the upper bits of the mixture are as good as random ones.
    private static double Share(ulong value, int seed, int bits) =>
        (new DataViewRowId((ulong)seed, 0).Combine(new(value, 0)).Low >> (64 - bits)) / (double)(1ul << bits);
}
