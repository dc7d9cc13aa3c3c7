using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>The values of one column in memory.</summary>
internal abstract class CacheColumn
{
    public bool IsFilled { get; set; }

    public static CacheColumn Create(DataViewType type) => type is VectorDataViewType vector
        ? RawTypes.Invoke(vector.ItemType.RawType, new VectorFactory())
        : RawTypes.Invoke(type.RawType, new ScalarFactory());

    /// <summary>Drops what is there; the function given back appends the value at the current row.</summary>
    public abstract Action StartFill(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A getter of the value at <paramref name="position"/>, good once the column is filled.</summary>
    public abstract Delegate GetterAt(CachePosition position);

    // The memory of a text may be its source's, which writes the next row there; that of a string stays.
    private static Func<T, T> Keep<T>()
    {
        if (typeof(T) != typeof(ReadOnlyMemory<char>))
            return null;
        Func<ReadOnlyMemory<char>, ReadOnlyMemory<char>> keep = text => MemoryMarshal.TryGetString(text, out _, out _, out _) ? text : text.ToString().AsMemory();
        return (Func<T, T>)(object)keep;
    }

    private sealed class ScalarFactory : IRawTypeFunction<CacheColumn>
    {
        public CacheColumn Invoke<T>() => new Scalars<T>();
    }

    private sealed class VectorFactory : IRawTypeFunction<CacheColumn>
    {
        public CacheColumn Invoke<T>() => new Vectors<T>();
    }

    private sealed class Scalars<T> : CacheColumn
    {
        private readonly List<T> _values = [];

        public override Action StartFill(DataViewRow row, DataViewSchema.Column column)
        {
            _values.Clear();
            ValueGetter<T> getter = row.GetGetter<T>(column);
            Func<T, T> keep = Keep<T>();
            return () =>
            {
                T value = default;
                getter(ref value);
                _values.Add(keep is null ? value : keep(value));
            };
        }

        public override Delegate GetterAt(CachePosition position) => (ValueGetter<T>)((ref T value) => value = _values[position.Index]);
    }

    // Values of many rows share an array, so that a row costs no objects.
    private sealed class Vectors<T> : CacheColumn
    {
        private readonly List<Entry> _entries = [];
        private readonly Store<T> _values = new();
        private readonly Store<int> _indices = new();

        public override Action StartFill(DataViewRow row, DataViewSchema.Column column)
        {
            _entries.Clear();
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(column);
            Func<T, T> keep = Keep<T>();
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                Memory<T> values = _values.Add(value.GetValues());
                if (keep is not null)
                {
                    foreach (ref T item in values.Span)
                        item = keep(item);
                }
                _entries.Add(new(value.Length, values, _indices.Add(value.GetIndices())));
            };
        }

        public override Delegate GetterAt(CachePosition position) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            Entry entry = _entries[position.Index];
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, entry.Length, entry.Values.Length);
            entry.Values.Span.CopyTo(editor.Values);
            entry.Indices.Span.CopyTo(editor.Indices);
            value = editor.Commit();
        });

        private readonly record struct Entry(int Length, Memory<T> Values, Memory<int> Indices);
    }

    private sealed class Store<T>
    {
        private const int ChunkItems = 1 << 15;

        private Memory<T> _free;

        public Memory<T> Add(ReadOnlySpan<T> items)
        {
            if (items.Length > _free.Length)
                _free = new T[Math.Max(items.Length, ChunkItems)];
            Memory<T> place = _free[..items.Length];
            _free = _free[items.Length..];
            items.CopyTo(place.Span);
            return place;
        }
    }
}

/// <summary>The row that a cursor over the cache is on; −1 for none, which no getter finds.</summary>
internal sealed class CachePosition
{
    public int Index { get; set; } = -1;
}
