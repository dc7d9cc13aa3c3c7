namespace Microsoft.ML.Data;

/// <summary>Pairs of a key and a value, as a table.</summary>
internal static class ValuePairs
{
    public static ValueMap ToMap<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Pair<TKey, TValue>[] rows = [.. pairs.Select(pair => new Pair<TKey, TValue> { Key = pair.Key, Value = pair.Value })];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Pair<TKey, TValue>), SchemaDefinition.Direction.Read);
        if (definition[nameof(Pair<,>.Value)].ColumnType is VectorDataViewType vector)
            definition[nameof(Pair<,>.Value)].ColumnType = new VectorDataViewType(vector.ItemType, CommonLength(rows));

        IDataView table = new EnumerableDataView<Pair<TKey, TValue>>(rows, new(definition));
        if (valuesAsKeys)
            table = new Transforms.ValueToKeyMappingEstimator([new(nameof(Pair<,>.Value))]).Fit(table).Transform(table);
        return ValueMap.Create(table, table.Schema[nameof(Pair<,>.Key)], table.Schema[nameof(Pair<,>.Value)]);
    }

    // 0, the unknown size, when arrays differ in length.
    private static int CommonLength<TKey, TValue>(Pair<TKey, TValue>[] rows)
    {
        int[] lengths = [.. rows.Select(row => (row.Value as Array)?.Length ?? 0).Distinct()];
        return lengths is [int length] ? length : 0;
    }

    private sealed class Pair<TKey, TValue>
    {
        public TKey Key;
        public TValue Value;
    }
}
