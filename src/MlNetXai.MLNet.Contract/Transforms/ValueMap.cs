using System.Reflection;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>A table from keys to values.</summary>
internal abstract class ValueMap
{
    private ValueMap(DataViewSchema schema) => Schema = schema;

    /// <summary>Two columns: keys, and values with their annotations.</summary>
    public DataViewSchema Schema { get; }

    /// <exception cref="InvalidOperationException">A key is there twice.</exception>
    public static ValueMap Create(IDataView table, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn)
    {
        if (keyColumn.Type is not PrimitiveDataViewType)
            throw Messages.SchemaMismatch("key", keyColumn.Name, "a type of numbers, text or other simple values", $"{keyColumn.Type}", nameof(keyColumn));
        if (valueColumn.Type.ItemType() is not PrimitiveDataViewType)
            throw Messages.SchemaMismatch("value", valueColumn.Name, "a type of numbers, text or other simple values, or a vector of one", $"{valueColumn.Type}", nameof(valueColumn));

        ValueMap map = Create(keyColumn, valueColumn);
        using DataViewRowCursor cursor = table.GetRowCursor([keyColumn, valueColumn]);
        map.Fill(cursor, keyColumn, valueColumn);
        return map;
    }

    public static ValueMap FromJson(JsonNode json)
    {
        DataViewSchema schema = SchemaJson.Read(json.Member("schema"));
        if (schema.Count != 2)
            throw new InvalidDataException($"A table has {schema.Count} columns, not 2.");
        ValueMap map = Create(schema[0], schema[1]);
        map.Fill(json.Member("keys").Items(), json.Member("values").Items());
        return map;
    }

    public abstract JsonObject ToJson();

    /// <summary>The getter of a column of values.</summary>
    public abstract Delegate Getter(DataViewRow row, DataViewSchema.Column input);

    protected abstract void Fill(DataViewRowCursor cursor, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn);

    protected abstract void Fill(JsonArray keys, JsonArray values);

    private static ValueMap Create(DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn)
    {
        DataViewSchema.Builder schema = new();
        schema.AddColumn("Key", keyColumn.Type);
        schema.AddColumn("Value", valueColumn.Type, valueColumn.Annotations);
        return (ValueMap)Activator.CreateInstance(
            typeof(Typed<,>).MakeGenericType(keyColumn.Type.RawType, valueColumn.Type.RawType), BindingFlags.Instance | BindingFlags.Public, null, [schema.ToSchema()], null);
    }

    private sealed class Typed<TKey, TValue>(DataViewSchema schema) : ValueMap(schema)
    {
        private readonly Dictionary<TKey, TValue> _values = new(ValueComparers.Equality<TKey>());

        public override JsonObject ToJson() => new()
        {
            ["schema"] = SchemaJson.Write(Schema),
            ["keys"] = new JsonArray([.. _values.Keys.Select(ValueJson.Write)]),
            ["values"] = new JsonArray([.. _values.Values.Select(ValueJson.Write)]),
        };

        public override Delegate Getter(DataViewRow row, DataViewSchema.Column input)
        {
            if (Schema[1].Type is not VectorDataViewType)
                return ItemColumns.Getter(row, input, (TKey key) => _values.GetValueOrDefault(key));

            ValueGetter<TKey> getter = row.GetGetter<TKey>(input);
            ValueCopy<TValue> copy = ValueCopies.Of<TValue>();
            return (ValueGetter<TValue>)((ref TValue value) =>
            {
                TKey key = default;
                getter(ref key);
                copy(_values.GetValueOrDefault(key), ref value);
            });
        }

        protected override void Fill(DataViewRowCursor cursor, DataViewSchema.Column keyColumn, DataViewSchema.Column valueColumn)
        {
            ValueGetter<TKey> keyGetter = cursor.GetGetter<TKey>(keyColumn);
            ValueGetter<TValue> valueGetter = cursor.GetGetter<TValue>(valueColumn);
            ValueCopy<TValue> copy = ValueCopies.Of<TValue>();
            while (cursor.MoveNext())
            {
                TKey key = default;
                TValue value = default, kept = default;
                keyGetter(ref key);
                valueGetter(ref value);
                copy(value, ref kept);
                Add(OwnedText.Of(key), OwnedText.Of(kept));
            }
        }

        protected override void Fill(JsonArray keys, JsonArray values)
        {
            if (keys.Count != values.Count)
                throw new InvalidDataException($"A table has {keys.Count} keys and {values.Count} values.");
            foreach ((JsonNode key, JsonNode value) in keys.Zip(values))
                Add(ValueJson.Read<TKey>(key), ValueJson.Read<TValue>(value));
        }

        private void Add(TKey key, TValue value)
        {
            if (!_values.TryAdd(key, value))
                throw new InvalidOperationException($"Duplicate keys in data '{key}'");
        }
    }
}
