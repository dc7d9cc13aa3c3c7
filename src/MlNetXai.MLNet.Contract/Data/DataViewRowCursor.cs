namespace Microsoft.ML;

public abstract class DataViewRowCursor : Microsoft.ML.DataViewRow
{
    protected DataViewRowCursor() => throw new System.NotImplementedException();
    public abstract bool MoveNext();
}
