namespace Microsoft.ML.Data;

/// <summary>Copies of rows, each in a numbered slot, with the columns that are active in a cursor and the rows' ids.</summary>
internal sealed class RowPool
{
    private readonly Dictionary<int, Slots> _columns;
    private readonly Slots<DataViewRowId> _ids;

    public RowPool(DataViewRow row, IEnumerable<DataViewSchema.Column> columns)
    {
        _columns = columns.DistinctBy(column => column.Index)
            .ToDictionary(column => column.Index, column => RawTypes.Invoke(column.Type.RawType, new MakeSlots(row, column)));
        _ids = new(row.GetIdGetter(), ValueCopies.Of<DataViewRowId>());
    }

    /// <summary>Copies the current row into a slot, in place of the one that is there.</summary>
    public void Store(int slot)
    {
        _ids.Store(slot);
        foreach (Slots column in _columns.Values)
            column.Store(slot);
    }

    public ValueGetter<DataViewRowId> GetIdGetter(Func<int> slot) => (ValueGetter<DataViewRowId>)_ids.Getter(slot);

    /// <summary>A getter of a stored column at the slot that <paramref name="slot"/> gives at the time of the call.</summary>
    public Delegate GetGetter(DataViewSchema.Column column, Func<int> slot) => _columns[column.Index].Getter(slot);

    private abstract class Slots
    {
        public abstract void Store(int slot);

        public abstract Delegate Getter(Func<int> slot);
    }

    private sealed class Slots<T>(ValueGetter<T> source, ValueCopy<T> copy) : Slots
    {
        private T[] _values = [];

        // The source writes into the slot's own arrays, so nothing is allocated once they are large enough.
        public override void Store(int slot)
        {
            if (slot >= _values.Length)
                Array.Resize(ref _values, Math.Max(16, 2 * slot));
            source(ref _values[slot]);
        }

        public override Delegate Getter(Func<int> slot) => (ValueGetter<T>)((ref T value) => copy(in _values[slot()], ref value));
    }

    private sealed class MakeSlots(DataViewRow row, DataViewSchema.Column column) : IRawTypeFunction<Slots>
    {
        public Slots Invoke<T>() => new Slots<T>(row.GetGetter<T>(column), ValueCopies.Of<T>());
    }
}
