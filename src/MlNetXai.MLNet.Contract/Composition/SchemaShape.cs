namespace Microsoft.ML;

public sealed class SchemaShape : System.Collections.Generic.IEnumerable<Microsoft.ML.SchemaShape.Column>, System.Collections.Generic.IReadOnlyCollection<Microsoft.ML.SchemaShape.Column>, System.Collections.Generic.IReadOnlyList<Microsoft.ML.SchemaShape.Column>, System.Collections.IEnumerable
{
    public SchemaShape(System.Collections.Generic.IEnumerable<Microsoft.ML.SchemaShape.Column> columns) => throw new System.NotImplementedException();
    public System.Collections.Generic.IEnumerator<Microsoft.ML.SchemaShape.Column> GetEnumerator() => throw new System.NotImplementedException();
    public Microsoft.ML.SchemaShape.Column this[int index] { get => throw new System.NotImplementedException(); }
    public int Count { get => throw new System.NotImplementedException(); }
    public struct Column
    {
        public readonly Microsoft.ML.Data.DataViewType ItemType;
        public readonly Microsoft.ML.SchemaShape Annotations;
        public readonly Microsoft.ML.SchemaShape.Column.VectorKind Kind;
        public readonly bool IsKey;
        public readonly string Name;
        public enum VectorKind
        {
            Scalar = 0,
            VariableVector = 2,
            Vector = 1,
        }
    }
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
