using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>The values of one column in the order of their keys.</summary>
internal abstract class KeyMap(PrimitiveDataViewType valueType, bool valuesAsText)
{
    public abstract int Count { get; }

    public PrimitiveDataViewType ValueType => valueType;

    public bool ValuesAsText => valuesAsText;

    public static KeyMap Create(PrimitiveDataViewType valueType, bool valuesAsText) => RawTypes.Invoke(valueType.RawType, new Factory(valueType, valuesAsText));

    public static KeyMap FromJson(JsonNode json)
    {
        KeyMap map = Create(TypeJson.ReadItem(json.Member("type")), json.Member("valuesAsText").Read<bool>());
        map.AddValues(json.Member("values").Items());
        return map;
    }

    public JsonObject ToJson() => new() { ["type"] = TypeJson.Write(valueType), ["valuesAsText"] = valuesAsText, ["values"] = ValuesToJson() };

    /// <summary>A function that adds the value or values at the current row, as long as there are not too many.</summary>
    public abstract Action Collector(DataViewRow row, DataViewSchema.Column column, int maximumCount);

    public abstract void Sort();

    /// <summary>The getter of a column of keys.</summary>
    public abstract Delegate Getter(DataViewRow row, DataViewSchema.Column input);

    /// <summary>Adds the annotation <c>KeyValues</c>, unless there are no values.</summary>
    public void Annotate(DataViewSchema.Annotations.Builder annotations)
    {
        if (Count > 0)
            annotations.Add(AnnotationKinds.KeyValues, new VectorDataViewType(valuesAsText ? TextDataViewType.Instance : valueType, Count), ValuesGetter());
    }

    protected abstract Delegate ValuesGetter();

    protected abstract JsonArray ValuesToJson();

    protected abstract void AddValues(JsonArray values);

    private sealed class Factory(PrimitiveDataViewType valueType, bool valuesAsText) : IRawTypeFunction<KeyMap>
    {
        public KeyMap Invoke<T>() => new Typed<T>(valueType, valuesAsText);
    }

    private sealed class Typed<T>(PrimitiveDataViewType valueType, bool valuesAsText) : KeyMap(valueType, valuesAsText)
    {
        private readonly Func<T, bool> _isMissing = Missing.TestOrNull<T>(valueType);
        private readonly Dictionary<T, uint> _keys = new(ValueComparers.Equality<T>());
        private readonly List<T> _values = [];

        public override int Count => _values.Count;

        public override Action Collector(DataViewRow row, DataViewSchema.Column column, int maximumCount)
        {
            if (column.Type is not VectorDataViewType)
            {
                ValueGetter<T> getter = row.GetGetter<T>(column);
                T value = default;
                return () =>
                {
                    getter(ref value);
                    Add(value, maximumCount);
                };
            }

            ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> values = default;
            return () =>
            {
                vectorGetter(ref values);
                ReadOnlySpan<T> stored = values.GetValues();
                ReadOnlySpan<int> indices = values.GetIndices();
                for (int i = 0, next = 0; i < values.Length; i++)
                    Add(values.IsDense || (next < indices.Length && indices[next] == i) ? stored[next++] : default, maximumCount);
            };
        }

        public override void Sort()
        {
            _values.Sort(ValueComparers.Order<T>());
            for (int i = 0; i < _values.Count; i++)
                _keys[_values[i]] = (uint)i + 1;
        }

        public override Delegate Getter(DataViewRow row, DataViewSchema.Column input) =>
            ItemColumns.Getter(row, input, (T value) => _isMissing?.Invoke(value) != true && _keys.TryGetValue(value, out uint key) ? key : 0);

        protected override Delegate ValuesGetter()
        {
            if (!ValuesAsText || ValueType is TextDataViewType)
                return Constants.Getter(new VBuffer<T>(_values.Count, [.. _values]));

            Func<T, ReadOnlyMemory<char>> toText = ValueConversions.OrNull(ValueType, TextDataViewType.Instance) as Func<T, ReadOnlyMemory<char>>
                ?? (value => $"{value}".AsMemory());
            return Constants.Getter(new VBuffer<ReadOnlyMemory<char>>(_values.Count, [.. _values.Select(toText)]));
        }

        protected override JsonArray ValuesToJson() => new([.. _values.Select(ValueJson.Write)]);

        protected override void AddValues(JsonArray values)
        {
            foreach (JsonNode value in values)
                Add(ValueJson.Read<T>(value), int.MaxValue);
        }

        private void Add(T value, int maximumCount)
        {
            if (_values.Count >= maximumCount || _isMissing?.Invoke(value) == true || _keys.ContainsKey(value))
                return;

            T kept = OwnedText.Of(value);
            _values.Add(kept);
            _keys.Add(kept, (uint)_values.Count);
        }
    }
}
