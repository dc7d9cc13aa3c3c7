namespace Microsoft.ML.Data;

public sealed class DataDebuggerPreview
{
    public Microsoft.ML.DataViewSchema Schema { get => throw new System.NotImplementedException(); }
    public System.Collections.Immutable.ImmutableArray<Microsoft.ML.Data.DataDebuggerPreview.ColumnInfo> ColumnView { get => throw new System.NotImplementedException(); }
    public System.Collections.Immutable.ImmutableArray<Microsoft.ML.Data.DataDebuggerPreview.RowInfo> RowView { get => throw new System.NotImplementedException(); }
    public sealed class ColumnInfo
    {
        public Microsoft.ML.DataViewSchema.Column Column { get => throw new System.NotImplementedException(); }
        public object[] Values { get => throw new System.NotImplementedException(); }
    }
    public sealed class RowInfo
    {
        public System.Collections.Generic.KeyValuePair<string, object>[] Values { get => throw new System.NotImplementedException(); }
    }
}
