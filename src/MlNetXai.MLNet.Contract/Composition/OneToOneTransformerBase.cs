namespace Microsoft.ML.Data;

/// <summary>Steps each of whose columns is computed from one column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase()
    {
    }
}
