using System.Numerics;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Fitted <see cref="KeyToVectorMappingEstimator"/>.</summary>
/// <remarks>
/// A key of count n becomes <c>Vector&lt;Single, n&gt;</c>, sparse, all 0 for the missing key. A vector of keys becomes one such vector per item,
/// <c>Vector&lt;Single, items, n&gt;</c>, or with counts their sum.
/// </remarks>
public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal KeyToVectorMappingTransformer(InputOutputColumnPair[] columns, bool outputCountVector) =>
        (Columns, OutputCountVector) = (ColumnPairs.Require(columns), outputCountVector);

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal bool OutputCountVector { get; }

    internal static KeyToVectorMappingTransformer FromModel(JsonObject model) => new(ColumnPairs.FromJson(model.Member("columns")), model.Member("counts").Read<bool>());

    private protected override RowMap Bind(DataViewSchema inputSchema) =>
        RowMap.Add(inputSchema, new AddedColumns([.. Columns.Select(pair => Map(inputSchema.RequireInput(pair.InputColumnName), pair.OutputColumnName))]));

    private protected override JsonObject ToModel() =>
        new() { [ModelKinds.Kind] = ModelKinds.MapKeyToVector, ["columns"] = ColumnPairs.ToJson(Columns), ["counts"] = OutputCountVector };

    private AddedColumn Map(DataViewSchema.Column input, string name)
    {
        if (input.Type.ItemType() is not KeyDataViewType { Count: <= int.MaxValue } key)
            throw Messages.SchemaMismatch("input", input.Name, "Key", $"{input.Type}");

        int count = (int)key.Count;
        bool sum = OutputCountVector && input.Type is VectorDataViewType;
        int items = input.Type is VectorDataViewType vector ? vector.Size : 1;
        VectorDataViewType type = input.Type is VectorDataViewType && !sum
            ? new(NumberDataViewType.Single, items, count)
            : new(NumberDataViewType.Single, count);
        return new(
            new(name, type, AnnotationsOf(input, items, count, sum)),
            [input.Index],
            row => GenericMethods.Invoke(typeof(KeyToVectorMappingTransformer), nameof(Getter), [key.RawType], row, input, count, sum));
    }

    private static DataViewSchema.Annotations AnnotationsOf(DataViewSchema.Column input, int items, int count, bool sum)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        if (input.HasKeyValues() && (sum || items > 0))
        {
            ReadOnlyMemory<char>[] names = SlotNamesOf(input, sum ? 1 : items);
            annotations.Add(
                AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
                Constants.Getter(new VBuffer<ReadOnlyMemory<char>>(names.Length, names)));
        }

        if (!sum && items > 0)
        {
            int[] ranges = [.. Enumerable.Range(0, items).SelectMany(item => new[] { item * count, ((item + 1) * count) - 1 })];
            annotations.Add(
                AnnotationKinds.CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, items, 2),
                Constants.Getter(new VBuffer<int>(ranges.Length, ranges)));
        }

        if (!sum)
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return annotations.ToAnnotations();
    }

    // The values of the keys; for several items each with the item's name, or its index, before it.
    private static ReadOnlyMemory<char>[] SlotNamesOf(DataViewSchema.Column input, int items)
    {
        VBuffer<ReadOnlyMemory<char>> values = default, names = default;
        input.GetKeyValues(ref values);
        if (input.Type is not VectorDataViewType || items == 1)
            return [.. values.DenseValues()];

        if (input.HasSlotNames())
            input.GetSlotNames(ref names);
        return
        [
            .. Enumerable.Range(0, items).SelectMany(item =>
                values.DenseValues().Select(value => $"{(names.Length > 0 ? $"{names.GetItemOrDefault(item)}" : $"[{item}]")}.{value}".AsMemory())),
        ];
    }

    private static Delegate Getter<TKey>(DataViewRow row, DataViewSchema.Column input, int count, bool sum)
        where TKey : IBinaryInteger<TKey>
    {
        if (input.Type is VectorDataViewType)
            return sum ? CountGetter(row.GetGetter<VBuffer<TKey>>(input), count) : ItemsGetter(row.GetGetter<VBuffer<TKey>>(input), count);

        ValueGetter<TKey> getter = row.GetGetter<TKey>(input);
        return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            TKey key = default;
            getter(ref key);
            int slot = SlotOf(key, count);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, count, slot < 0 ? 0 : 1);
            if (slot >= 0)
            {
                editor.Values[0] = 1;
                if (editor.Indices.Length > 0)
                    editor.Indices[0] = slot;
            }

            value = editor.Commit();
        });
    }

    private static ValueGetter<VBuffer<float>> ItemsGetter<TKey>(ValueGetter<VBuffer<TKey>> getter, int count)
        where TKey : IBinaryInteger<TKey>
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<float> value) =>
        {
            getter(ref keys);
            ReadOnlySpan<TKey> items = keys.GetValues();
            int present = 0;
            foreach (TKey key in items)
                present += SlotOf(key, count) >= 0 ? 1 : 0;

            VBufferEditor<float> editor = VBufferEditor.Create(ref value, checked(keys.Length * count), present);
            editor.Values.Fill(1);
            for (int i = 0, stored = 0; i < items.Length && editor.Indices.Length > 0; i++)
            {
                int slot = SlotOf(items[i], count);
                if (slot >= 0)
                    editor.Indices[stored++] = ((keys.IsDense ? i : keys.GetIndices()[i]) * count) + slot;
            }

            value = editor.Commit();
        };
    }

    private static ValueGetter<VBuffer<float>> CountGetter<TKey>(ValueGetter<VBuffer<TKey>> getter, int count)
        where TKey : IBinaryInteger<TKey>
    {
        VBuffer<TKey> keys = default;
        return (ref VBuffer<float> value) =>
        {
            getter(ref keys);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, count);
            editor.Values.Clear();
            foreach (TKey key in keys.GetValues())
            {
                int slot = SlotOf(key, count);
                if (slot >= 0)
                    editor.Values[slot]++;
            }

            value = editor.Commit();
        };
    }

    // −1 for the missing key and for one beyond the count.
    private static int SlotOf<TKey>(TKey key, int count)
        where TKey : IBinaryInteger<TKey>
    {
        ulong slot = ulong.CreateTruncating(key) - 1;
        return slot < (ulong)count ? (int)slot : -1;
    }
}
