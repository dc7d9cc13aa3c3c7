namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingTransformer : Microsoft.ML.Data.OneToOneTransformerBase
{
}
