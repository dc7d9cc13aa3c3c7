using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row: its position, and getters for the active columns.</summary>
public abstract class DataViewRow : IDisposable
{
    private bool _disposed;

    protected DataViewRow()
    {
    }

    public abstract DataViewSchema Schema { get; }

    /// <summary>−1 before the first row and after the last, else 0, 1, ….</summary>
    public abstract long Position { get; }

    /// <summary>Groups rows for re-ordering: within one cursor of a set it never falls.</summary>
    public abstract long Batch { get; }

    /// <summary>A getter of the row's identity, which stays with the row under shuffling.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>A getter for an active column, good for every row that this object moves to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is not active.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the raw type of the column.</exception>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    public abstract bool IsColumnActive(DataViewSchema.Column column);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once; a row that wraps another disposes it here.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
