namespace Microsoft.ML.Data;

/// <summary>A cursor over the rows of another one, which it disposes; subclasses say what its columns are, or which rows it leaves out.</summary>
internal abstract class WrappedCursor : DataViewRowCursor
{
    protected WrappedCursor(DataViewRowCursor input, DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Input = input;
        Schema = schema;
        Active = new(schema, columnsNeeded);
    }

    public sealed override DataViewSchema Schema { get; }

    public override long Position => Input.Position;

    public override long Batch => Input.Batch;

    protected DataViewRowCursor Input { get; }

    protected ActiveColumns Active { get; }

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => Active.Contains(column);

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => GetterOf<TValue>(Active.Require(column));

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool MoveNext() => Input.MoveNext();

    /// <summary>The getter of an active column; unless overridden that of the input's column at the same index.</summary>
    protected virtual ValueGetter<TValue> GetterOf<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(Input.Schema[column.Index]);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
