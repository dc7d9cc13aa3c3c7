namespace Microsoft.ML;

/// <summary>Rows with a schema, read by cursors: lazy, immutable, and enumerated anew by each cursor.</summary>
public interface IDataView
{
    DataViewSchema Schema { get; }

    /// <summary>Whether the argument <c>rand</c> of the cursors has an effect.</summary>
    bool CanShuffle { get; }

    /// <summary>The number of rows, or null where finding out would mean to enumerate them.</summary>
    long? GetRowCount();

    /// <param name="columnsNeeded">The columns that will be active; the others cost nothing and have no getter.</param>
    /// <param name="rand">Shuffles the rows where <see cref="CanShuffle"/>; equal seeds give equal orders.</param>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Between 1 and <paramref name="n"/> cursors that share the rows; ordering by <see cref="DataViewRow.Batch"/> restores their order.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}
