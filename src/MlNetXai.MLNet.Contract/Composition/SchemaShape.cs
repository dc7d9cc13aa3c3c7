using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What is known of a schema before data are: names, item types and kinds of columns, and their annotations, without sizes.</summary>
/// <remarks>Names are unique, since hidden columns are left out; the order means nothing.</remarks>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
    }

    public int Count => _columns.Length;

    internal static SchemaShape Empty { get; } = new([]);

    public Column this[int index] => _columns[index];

    /// <summary>The shape of the visible columns.</summary>
    internal static SchemaShape Create(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden).Select(column => new Column(column.Name, column.Type, Create(column.Annotations.Schema))));

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool TryFind(string name, out Column column)
    {
        int index = Array.FindLastIndex(_columns, found => string.Equals(found.Name, name, StringComparison.Ordinal));
        column = index >= 0 ? _columns[index] : default;
        return index >= 0;
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no column of that name.</exception>
    internal Column Require(string name, string role = "input") =>
        TryFind(name, out Column column) ? column : throw Messages.ColumnMissing(role, name);

    /// <summary>With further columns, which replace those of their names.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        List<Column> columns = [.. _columns];
        foreach (Column column in added)
        {
            int index = columns.FindIndex(old => string.Equals(old.Name, column.Name, StringComparison.Ordinal));
            if (index < 0)
                columns.Add(column);
            else
                columns[index] = column;
        }

        return new(columns);
    }

    /// <summary>A column of a shape.</summary>
    public struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;

        /// <summary>Of the value or of the vector's items; for keys the number that holds them.</summary>
        public readonly DataViewType ItemType;

        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape annotations = null) =>
            (Name, Kind, ItemType, IsKey, Annotations) = (name, kind, itemType, isKey, annotations ?? Empty);

        internal Column(string name, DataViewType type, SchemaShape annotations = null)
            : this(name, KindOf(type), NumberOfKey(type.ItemType()), type.ItemType() is KeyDataViewType, annotations)
        {
        }

        /// <summary>How vector columns differ.</summary>
        public enum VectorKind
        {
            Scalar = 0,
            Vector = 1,
            VariableVector = 2,
        }

        /// <summary>The type of the value or of its items, as messages show it.</summary>
        internal readonly string ItemTypeText => IsKey ? $"Key<{ItemType}>" : $"{ItemType}";

        /// <summary>The type as messages show it, without sizes.</summary>
        internal readonly string TypeText => Kind == VectorKind.Scalar ? ItemTypeText : $"Vector<{ItemTypeText}>";

        public override readonly string ToString() => $"{Name}: {TypeText}";

        /// <summary>The same under another name.</summary>
        internal readonly Column As(string name) => new(name, Kind, ItemType, IsKey, Annotations);

        private static VectorKind KindOf(DataViewType type) => type switch
        {
            VectorDataViewType { IsKnownSize: true } => VectorKind.Vector,
            VectorDataViewType => VectorKind.VariableVector,
            _ => VectorKind.Scalar,
        };

        private static DataViewType NumberOfKey(DataViewType type) => type is KeyDataViewType ? PrimitiveTypes.OrNull(type.RawType) : type;
    }
}
