namespace Microsoft.ML.Transforms;

public sealed class ValueMappingEstimator<TKey, TValue> : Microsoft.ML.Transforms.ValueMappingEstimator
{
}
