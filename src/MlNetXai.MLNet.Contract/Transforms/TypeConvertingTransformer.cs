namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
