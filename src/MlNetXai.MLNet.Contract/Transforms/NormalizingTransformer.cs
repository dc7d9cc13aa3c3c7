namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
