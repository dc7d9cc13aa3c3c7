namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
