using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Reads and maps the items ("slots") of Single and Double columns, scalar or vector, as Double.</summary>
internal static class NumericSlots
{
    public const string Types = "Single or Double, or a vector of these";

    /// <summary>Whether the items are Single or Double.</summary>
    public static bool Are(DataViewType type) => ColumnReaders.IsFloating(type.ItemType());

    /// <summary>Number of slots: 1 for a scalar, 0 for a vector of unknown size.</summary>
    public static int CountOf(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>A reader that hands the slots of the current row on, those that a sparse vector leaves out included.</summary>
    /// <exception cref="InvalidOperationException">At a row whose vector has not the size that the type promises.</exception>
    public static Action<Action<int, double>> Reader(DataViewRow row, DataViewSchema.Column column) =>
        column.Type.ItemType().Equals(NumberDataViewType.Single) ? Reader<float>(row, column) : Reader<double>(row, column);

    /// <summary>The getter of a column of the same type, each slot mapped by itself.</summary>
    /// <param name="row">With the column to map.</param>
    /// <param name="column">The column to map.</param>
    /// <param name="map">From slot and value to the new value.</param>
    /// <param name="keepsZero">Whether 0 is mapped to 0, so that sparse vectors may stay sparse.</param>
    public static Delegate MappedGetter(DataViewRow row, DataViewSchema.Column column, Func<int, double, double> map, bool keepsZero) =>
        column.Type.ItemType().Equals(NumberDataViewType.Single)
            ? MappedGetter<float>(row, column, map, keepsZero)
            : MappedGetter<double>(row, column, map, keepsZero);

    private static Action<Action<int, double>> Reader<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            T value = default;
            return receive =>
            {
                getter(ref value);
                receive(0, double.CreateTruncating(value));
            };
        }

        ValueGetter<VBuffer<T>> vectorGetter = VectorGetter<T>(row, column);
        VBuffer<T> vector = default, dense = default;
        return receive =>
        {
            vectorGetter(ref vector);
            vector.CopyToDense(ref dense);
            ReadOnlySpan<T> values = dense.GetValues();
            for (int slot = 0; slot < values.Length; slot++)
                receive(slot, double.CreateTruncating(values[slot]));
        };
    }

    private static Delegate MappedGetter<T>(DataViewRow row, DataViewSchema.Column column, Func<int, double, double> map, bool keepsZero)
        where T : INumber<T>
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> getter = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T value) =>
            {
                getter(ref value);
                value = Mapped(map, 0, value);
            });
        }

        ValueGetter<VBuffer<T>> vectorGetter = VectorGetter<T>(row, column);
        VBuffer<T> source = default;
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            vectorGetter(ref source);
            if (source.IsDense || keepsZero)
                source.CopyTo(ref value);
            else
                source.CopyToDense(ref value);

            VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref value);
            ReadOnlySpan<int> indices = value.GetIndices();
            for (int stored = 0; stored < editor.Values.Length; stored++)
                editor.Values[stored] = Mapped(map, indices.IsEmpty ? stored : indices[stored], editor.Values[stored]);
            value = editor.Commit();
        });
    }

    // The size of a type is a promise that sources may break.
    private static ValueGetter<VBuffer<T>> VectorGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
        int size = CountOf(column.Type);
        return (ref VBuffer<T> value) =>
        {
            getter(ref value);
            if (size > 0 && value.Length != size)
                throw new InvalidOperationException($"Row {row.Position}: column '{column.Name}' has {value.Length} values, not {size} as its type says.");
        };
    }

    private static T Mapped<T>(Func<int, double, double> map, int slot, T value)
        where T : INumber<T> => T.CreateTruncating(map(slot, double.CreateTruncating(value)));
}
