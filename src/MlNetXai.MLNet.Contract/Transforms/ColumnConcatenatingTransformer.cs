namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : Microsoft.ML.Data.RowToRowTransformerBase
{
}
