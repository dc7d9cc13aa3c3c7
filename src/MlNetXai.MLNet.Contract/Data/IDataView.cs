namespace Microsoft.ML;

public interface IDataView
{
    Microsoft.ML.DataViewRowCursor GetRowCursor(System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> columnsNeeded, System.Random rand = null);
    Microsoft.ML.DataViewRowCursor[] GetRowCursorSet(System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> columnsNeeded, int n, System.Random rand = null);
    long? GetRowCount();
    Microsoft.ML.DataViewSchema Schema { get; }
    bool CanShuffle { get; }
}
