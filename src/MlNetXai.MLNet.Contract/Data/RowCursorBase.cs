namespace Microsoft.ML.Data;

/// <summary>A cursor that makes its rows itself: keeps the active columns, the position and the getters.</summary>
internal abstract class RowCursorBase : DataViewRowCursor
{
    private long _position = -1;
    private bool _ended;

    protected RowCursorBase(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Schema = schema;
        Active = new(schema, columnsNeeded);
    }

    public sealed override DataViewSchema Schema { get; }

    public sealed override long Position => _position;

    public override long Batch => 0;

    protected ActiveColumns Active { get; }

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => Active.Contains(column);

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        DataViewSchema.Column own = Active.Require(column);
        return Getters.As<TValue>(GetterOf(own), own);
    }

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }

        _position = -1;
        _ended = true;
        return false;
    }

    /// <summary>Called until it gives false, and not after.</summary>
    protected abstract bool MoveNextCore();

    /// <summary>The getter of an active column, a <see cref="ValueGetter{TValue}"/> of its raw type.</summary>
    protected abstract Delegate GetterOf(DataViewSchema.Column column);

    /// <summary>For getters: the row must have been reached and not passed.</summary>
    protected void RequireRow()
    {
        if (_position < 0)
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and read only while it gives true.");
    }
}
