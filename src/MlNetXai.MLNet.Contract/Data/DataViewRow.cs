namespace Microsoft.ML;

public abstract class DataViewRow : System.IDisposable
{
    protected DataViewRow() => throw new System.NotImplementedException();
    protected virtual void Dispose(bool disposing) => throw new System.NotImplementedException();
    public abstract Microsoft.ML.ValueGetter<Microsoft.ML.Data.DataViewRowId> GetIdGetter();
    public abstract Microsoft.ML.ValueGetter<TValue> GetGetter<TValue>(Microsoft.ML.DataViewSchema.Column column);
    public abstract bool IsColumnActive(Microsoft.ML.DataViewSchema.Column column);
    public void Dispose() => throw new System.NotImplementedException();
    public abstract Microsoft.ML.DataViewSchema Schema { get; }
    public abstract long Batch { get; }
    public abstract long Position { get; }
}
