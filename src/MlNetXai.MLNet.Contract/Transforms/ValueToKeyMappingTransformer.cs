namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
