using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Estimators that change the type of columns.</summary>
public static class ConversionsExtensionsCatalog
{
    /// <summary>Converts numbers, Booleans and text, or vectors of them; see <see cref="TypeConvertingTransformer"/>.</summary>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, DataKind outputKind = DataKind.Single) =>
        catalog.ConvertType([new(outputColumnName, inputColumnName)], outputKind);

    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, DataKind outputKind = DataKind.Single)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns, outputKind);
    }

    /// <summary>Turns keys into the values that their annotation names.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null) =>
        catalog.MapKeyToValue([new(outputColumnName, inputColumnName)]);

    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns);
    }

    /// <summary>Turns keys into vectors with a 1 in the key's slot; see <see cref="KeyToVectorMappingTransformer"/>.</summary>
    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, bool outputCountVector = false) =>
        catalog.MapKeyToVector([new(outputColumnName, inputColumnName)], outputCountVector);

    public static KeyToVectorMappingEstimator MapKeyToVector(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, bool outputCountVector = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns, outputCountVector);
    }

    /// <summary>Numbers the values of a column; see <see cref="ValueToKeyMappingEstimator"/>.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="outputColumnName">Of the keys.</param>
    /// <param name="inputColumnName">Null for the same name.</param>
    /// <param name="maximumNumberOfKeys">Later values, as first seen, get no key; also where values are sorted.</param>
    /// <param name="keyOrdinality">Which value gets which key.</param>
    /// <param name="addKeyValueAnnotationsAsText">Whether the annotation holds text instead of the values.</param>
    /// <param name="keyData">One column that fixes the values and their order; null to learn them from the data.</param>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null) =>
        catalog.MapValueToKey([new(outputColumnName, inputColumnName)], maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);

    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence,
        bool addKeyValueAnnotationsAsText = false, IDataView keyData = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(columns, maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);
    }

    /// <summary>Looks values up among pairs; see <see cref="ValueMappingTransformer"/> for those that are not there.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="outputColumnName">Of the values found.</param>
    /// <param name="keyValuePairs">Each key once.</param>
    /// <param name="inputColumnName">Null for the same name.</param>
    /// <param name="treatValuesAsKeyType">Whether the output is a key column, its values numbered as they first stand in the pairs.</param>
    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, IEnumerable<KeyValuePair<TInputType, TOutputType>> keyValuePairs,
        string inputColumnName = null, bool treatValuesAsKeyType = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(new(ValuePairs.ToMap(keyValuePairs, treatValuesAsKeyType), new InputOutputColumnPair(outputColumnName, inputColumnName)));
    }

    public static ValueMappingEstimator<TInputType, TOutputType> MapValue<TInputType, TOutputType>(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, IEnumerable<KeyValuePair<TInputType, TOutputType[]>> keyValuePairs,
        string inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(new(ValuePairs.ToMap(keyValuePairs, valuesAsKeys: false), new InputOutputColumnPair(outputColumnName, inputColumnName)));
    }

    /// <summary>Looks values up in two columns of a view, which is read now.</summary>
    /// <param name="catalog">Of the context.</param>
    /// <param name="outputColumnName">Of the values found.</param>
    /// <param name="lookupMap">The table.</param>
    /// <param name="keyColumn">Its column of values to look for, each once.</param>
    /// <param name="valueColumn">Its column of values to find; their annotations go with them.</param>
    /// <param name="inputColumnName">Null for the same name.</param>
    public static ValueMappingEstimator MapValue(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, IDataView lookupMap, DataViewSchema.Column keyColumn,
        DataViewSchema.Column valueColumn, string inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(lookupMap);
        return new(new(ValueMap.Create(lookupMap, keyColumn, valueColumn), new InputOutputColumnPair(outputColumnName, inputColumnName)));
    }
}
