using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Blocks;

/// <summary>Values of a column that is passed through, for the rows of a block.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>A buffer for a column of any type.</summary>
    public static ColumnBuffer Create(DataViewRow row, DataViewSchema.Column column, int capacity)
    {
        (string name, Type type) = column.Type is VectorDataViewType vector
            ? (nameof(Vectors), vector.ItemType.RawType)
            : (nameof(Scalars), column.Type.RawType);
        MethodInfo create = typeof(ColumnBuffer).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        return create.CreateDelegate<Func<DataViewRow, DataViewSchema.Column, int, ColumnBuffer>>()(row, column, capacity);
    }

    /// <summary>A getter of a column of any type, as <see cref="ValueGetter{TValue}"/> of its raw type.</summary>
    public static Delegate InputGetter(DataViewRow row, DataViewSchema.Column column) =>
        typeof(ColumnBuffer).GetMethod(nameof(TypedGetter), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(column.Type.RawType)
            .CreateDelegate<Func<DataViewRow, DataViewSchema.Column, Delegate>>()(row, column);

    /// <summary>Keeps the current row's value.</summary>
    public abstract void Read(int slot);

    /// <summary>A getter of the kept values; what it hands out is the caller's own.</summary>
    public abstract Delegate Getter(Func<int> slot);

    private static Delegate TypedGetter<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);

    private static ScalarBuffer<T> Scalars<T>(DataViewRow row, DataViewSchema.Column column, int capacity) => new(row.GetGetter<T>(column), capacity);

    private static VectorBuffer<T> Vectors<T>(DataViewRow row, DataViewSchema.Column column, int capacity) => new(row.GetGetter<VBuffer<T>>(column), capacity);

    private sealed class ScalarBuffer<T>(ValueGetter<T> getter, int capacity) : ColumnBuffer
    {
        private readonly T[] _values = new T[capacity];

        public override void Read(int slot) => getter(ref _values[slot]);

        public override Delegate Getter(Func<int> slot) => (ValueGetter<T>)((ref T value) => value = _values[slot()]);
    }

    private sealed class VectorBuffer<T>(ValueGetter<VBuffer<T>> getter, int capacity) : ColumnBuffer
    {
        private readonly VBuffer<T>[] _values = new VBuffer<T>[capacity];

        public override void Read(int slot) => getter(ref _values[slot]);

        public override Delegate Getter(Func<int> slot) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[slot()].CopyTo(ref value));
    }
}
