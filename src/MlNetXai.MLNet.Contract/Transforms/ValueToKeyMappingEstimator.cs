using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of columns: 1 for the first, and 0 for those that are missing or that it has not seen.</summary>
/// <remarks>Empty text and NaN are never keys. Fitted on no values the key column has no annotation <c>KeyValues</c>.</remarks>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly InputOutputColumnPair[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _addKeyValueAnnotationsAsText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(
        InputOutputColumnPair[] columns, int maximumNumberOfKeys = int.MaxValue, KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null)
    {
        _columns = ColumnPairs.Require(columns);
        if (maximumNumberOfKeys <= 0)
            throw Messages.MustBePositive(nameof(maximumNumberOfKeys));
        if (keyData is not null && keyData.Schema.Count(column => !column.IsHidden) != 1)
            throw new ArgumentOutOfRangeException(nameof(keyData), $"Key data must have one column, got {keyData.Schema.Count(column => !column.IsHidden)}.");
        (_maximumNumberOfKeys, _keyOrdinality, _addKeyValueAnnotationsAsText, _keyData) = (maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);
    }

    /// <summary>Which value gets which key.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As first seen in the data.</summary>
        ByOccurrence = 0,

        /// <summary>Ordinal for text, by size for numbers.</summary>
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = [.. _columns.Select(pair => RequireSupported(input.Schema.RequireInput(pair.InputColumnName)))];
        return new([.. _columns.Zip(_keyData is null ? FromData(input, columns) : columns.Select(FromKeyData)).Select(pair => (pair.First, pair.Second))]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.With([.. _columns.Select(pair => OutputOf(inputSchema.Require(pair.InputColumnName), pair.OutputColumnName))]);
    }

    private static DataViewSchema.Column RequireSupported(DataViewSchema.Column column) => column.Type.ItemType() is PrimitiveDataViewType
        ? column
        : throw Messages.SchemaMismatch("input", column.Name, "a type of numbers, text or other simple values, or a vector of one", $"{column.Type}");

    private SchemaShape.Column OutputOf(SchemaShape.Column input, string name)
    {
        SchemaShape.Column values = new(
            AnnotationKinds.KeyValues, SchemaShape.Column.VectorKind.Vector, _addKeyValueAnnotationsAsText ? TextDataViewType.Instance : input.ItemType,
            isKey: input.IsKey && !_addKeyValueAnnotationsAsText);
        return new(name, input.Kind, NumberDataViewType.UInt32, isKey: true, new([.. ItemColumns.KeptAnnotations(input), values]));
    }

    private KeyMap[] FromData(IDataView input, DataViewSchema.Column[] columns)
    {
        KeyMap[] maps = [.. columns.Select(column => KeyMap.Create((PrimitiveDataViewType)column.Type.ItemType(), _addKeyValueAnnotationsAsText))];
        using (DataViewRowCursor cursor = input.GetRowCursor(columns.DistinctBy(column => column.Index)))
        {
            Action[] collectors = [.. maps.Zip(columns).Select(pair => pair.First.Collector(cursor, pair.Second, _maximumNumberOfKeys))];
            while (cursor.MoveNext())
            {
                foreach (Action collect in collectors)
                    collect();
            }
        }

        if (_keyOrdinality == KeyOrdinality.ByValue)
        {
            foreach (KeyMap map in maps)
                map.Sort();
        }

        return maps;
    }

    private KeyMap FromKeyData(DataViewSchema.Column column)
    {
        DataViewSchema.Column key = _keyData.Schema.Single(found => !found.IsHidden);
        if (!key.Type.Equals(column.Type.ItemType()))
            throw Messages.SchemaMismatch("key data", key.Name, $"{column.Type.ItemType()}", $"{key.Type}", "keyData");

        KeyMap map = KeyMap.Create((PrimitiveDataViewType)key.Type, _addKeyValueAnnotationsAsText);
        using DataViewRowCursor cursor = _keyData.GetRowCursor([key]);
        Action collect = map.Collector(cursor, key, int.MaxValue);
        while (cursor.MoveNext())
            collect();
        return map;
    }
}
