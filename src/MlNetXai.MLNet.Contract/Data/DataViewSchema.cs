namespace Microsoft.ML;

public sealed class DataViewSchema : System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column>, System.Collections.Generic.IReadOnlyCollection<Microsoft.ML.DataViewSchema.Column>, System.Collections.Generic.IReadOnlyList<Microsoft.ML.DataViewSchema.Column>, System.Collections.IEnumerable
{
    public Microsoft.ML.DataViewSchema.Column? GetColumnOrNull(string name) => throw new System.NotImplementedException();
    public System.Collections.Generic.IEnumerator<Microsoft.ML.DataViewSchema.Column> GetEnumerator() => throw new System.NotImplementedException();
    public Microsoft.ML.DataViewSchema.Column this[int columnIndex] { get => throw new System.NotImplementedException(); }
    public Microsoft.ML.DataViewSchema.Column this[string name] { get => throw new System.NotImplementedException(); }
    public int Count { get => throw new System.NotImplementedException(); }
    public sealed class Annotations
    {
        public Microsoft.ML.ValueGetter<TValue> GetGetter<TValue>(Microsoft.ML.DataViewSchema.Column column) => throw new System.NotImplementedException();
        public void GetValue<TValue>(string kind, ref TValue value) => throw new System.NotImplementedException();
        public Microsoft.ML.DataViewSchema Schema { get => throw new System.NotImplementedException(); }
        public static Microsoft.ML.DataViewSchema.Annotations Empty { get => throw new System.NotImplementedException(); }
        public sealed class Builder
        {
            public Builder() => throw new System.NotImplementedException();
            public Microsoft.ML.DataViewSchema.Annotations ToAnnotations() => throw new System.NotImplementedException();
            public void Add(Microsoft.ML.DataViewSchema.Annotations annotations, System.Func<string, bool> selector) => throw new System.NotImplementedException();
            public void Add(string name, Microsoft.ML.Data.DataViewType type, System.Delegate getter, Microsoft.ML.DataViewSchema.Annotations annotations = null) => throw new System.NotImplementedException();
            public void Add<TValue>(string name, Microsoft.ML.Data.DataViewType type, Microsoft.ML.ValueGetter<TValue> getter, Microsoft.ML.DataViewSchema.Annotations annotations = null) => throw new System.NotImplementedException();
            public void AddPrimitiveValue<TValue>(string name, Microsoft.ML.Data.PrimitiveDataViewType type, TValue value, Microsoft.ML.DataViewSchema.Annotations annotations = null) => throw new System.NotImplementedException();
        }
    }
    public sealed class Builder
    {
        public Builder() => throw new System.NotImplementedException();
        public Microsoft.ML.DataViewSchema ToSchema() => throw new System.NotImplementedException();
        public void AddColumn(string name, Microsoft.ML.Data.DataViewType type, Microsoft.ML.DataViewSchema.Annotations annotations = null) => throw new System.NotImplementedException();
        public void AddColumns(System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.Column> source) => throw new System.NotImplementedException();
        public void AddColumns(System.Collections.Generic.IEnumerable<Microsoft.ML.DataViewSchema.DetachedColumn> source) => throw new System.NotImplementedException();
    }
    public struct Column
    {
        public Microsoft.ML.Data.DataViewType Type { get => throw new System.NotImplementedException(); }
        public Microsoft.ML.DataViewSchema.Annotations Annotations { get => throw new System.NotImplementedException(); }
        public bool IsHidden { get => throw new System.NotImplementedException(); }
        public int Index { get => throw new System.NotImplementedException(); }
        public string Name { get => throw new System.NotImplementedException(); }
    }
    public struct DetachedColumn
    {
        public DetachedColumn(Microsoft.ML.DataViewSchema.Column column) => throw new System.NotImplementedException();
        public DetachedColumn(string name, Microsoft.ML.Data.DataViewType type, Microsoft.ML.DataViewSchema.Annotations annotations = null) => throw new System.NotImplementedException();
        public Microsoft.ML.Data.DataViewType Type { get => throw new System.NotImplementedException(); }
        public Microsoft.ML.DataViewSchema.Annotations Annotations { get => throw new System.NotImplementedException(); }
        public string Name { get => throw new System.NotImplementedException(); }
    }
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
