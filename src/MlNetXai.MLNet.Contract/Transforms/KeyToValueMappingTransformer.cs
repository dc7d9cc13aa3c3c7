namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
