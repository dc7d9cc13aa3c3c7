namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
