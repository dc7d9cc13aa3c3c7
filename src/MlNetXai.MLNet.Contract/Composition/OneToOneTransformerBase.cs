namespace Microsoft.ML.Data;

public abstract class OneToOneTransformerBase : Microsoft.ML.Data.RowToRowTransformerBase
{
}
