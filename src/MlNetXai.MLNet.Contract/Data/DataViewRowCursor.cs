namespace Microsoft.ML;

/// <summary>A <see cref="DataViewRow"/> that moves from row to row.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    protected DataViewRowCursor()
    {
    }

    /// <summary>Moves to the next row; false after the last one, and ever after.</summary>
    public abstract bool MoveNext();
}
