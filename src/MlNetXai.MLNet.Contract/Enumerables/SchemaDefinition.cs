namespace Microsoft.ML.Data;

public sealed class SchemaDefinition : System.Collections.Generic.List<Microsoft.ML.Data.SchemaDefinition.Column>
{
    public static Microsoft.ML.Data.SchemaDefinition Create(System.Type userType, Microsoft.ML.Data.SchemaDefinition.Direction direction = Microsoft.ML.Data.SchemaDefinition.Direction.Both) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.SchemaDefinition.Column this[string columnName] { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
    public sealed class Column
    {
        public void AddAnnotation<T>(string kind, T value, Microsoft.ML.Data.DataViewType annotationType) => throw new System.NotImplementedException();
        public Microsoft.ML.Data.DataViewType ColumnType { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
        public Microsoft.ML.DataViewSchema.Annotations Annotations { get => throw new System.NotImplementedException(); }
        public string ColumnName { get => throw new System.NotImplementedException(); set => throw new System.NotImplementedException(); }
        public string MemberName { get => throw new System.NotImplementedException(); }
    }
    public enum Direction
    {
        Both = 3,
        Read = 1,
        Write = 2,
    }
}
