namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static System.Collections.Generic.IEnumerable<T> GetColumn<T>(this Microsoft.ML.IDataView data, Microsoft.ML.DataViewSchema.Column column) => throw new System.NotImplementedException();
    public static System.Collections.Generic.IEnumerable<T> GetColumn<T>(this Microsoft.ML.IDataView data, string columnName) => throw new System.NotImplementedException();
}
