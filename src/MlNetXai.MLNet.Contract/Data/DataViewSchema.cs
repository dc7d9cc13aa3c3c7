using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The columns of a data view, immutable.</summary>
/// <remarks>A column hides the earlier ones of its name: they stay, found by index only.</remarks>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _visible = new(StringComparer.Ordinal);

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (int index = 0; index < columns.Count; index++)
            _visible[columns[index].Name] = index;

        _columns = new Column[columns.Count];
        for (int index = 0; index < columns.Count; index++)
            _columns[index] = new(index, _visible[columns[index].Name] != index, columns[index]);
    }

    public int Count => _columns.Length;

    /// <summary>The newest column of that name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public Column this[string name] => GetColumnOrNull(name) ?? throw Messages.ColumnNotFound(name, nameof(name));

    public Column this[int columnIndex] => (uint)columnIndex < (uint)_columns.Length
        ? _columns[columnIndex]
        : throw new ArgumentOutOfRangeException(nameof(columnIndex), columnIndex, $"The schema has {_columns.Length} columns.");

    /// <summary>The newest column of that name, or null.</summary>
    public Column? GetColumnOrNull(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _visible.TryGetValue(name, out int index) ? _columns[index] : null;
    }

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{Count} columns: {string.Join(", ", _columns.Select(column => $"{column.Name}:{column.Type}"))}";

    /// <summary>A column of a schema.</summary>
    public struct Column
    {
        private readonly DetachedColumn _column;

        internal Column(int index, bool isHidden, DetachedColumn column) => (Index, IsHidden, _column) = (index, isHidden, column);

        public string Name => _column.Name;

        public int Index { get; }

        /// <summary>Whether a later column has the same name.</summary>
        public bool IsHidden { get; }

        public DataViewType Type => _column.Type;

        /// <summary>Never null; <see cref="Annotations.Empty"/> when there are none.</summary>
        public Annotations Annotations => _column.Annotations;

        public override string ToString() => $"{Name}: {Type}{(Annotations.Schema.Count > 0 ? $" {{{Annotations}}}" : "")}";
    }

    /// <summary>A column that is in no schema yet.</summary>
    public struct DetachedColumn
    {
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(type);
            (Name, Type, Annotations) = (name, type, annotations ?? Annotations.Empty);
        }

        public DetachedColumn(Column column)
            : this(column.Name, column.Type, column.Annotations)
        {
        }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations { get; }
    }

    /// <summary>Collects columns; the last one of a name is the visible one.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        public Builder()
        {
        }

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) => _columns.Add(new(name, type, annotations));

        /// <summary>Adds columns of another schema, hidden ones included.</summary>
        public void AddColumns(IEnumerable<Column> source) => _columns.AddRange(source.Select(column => new DetachedColumn(column)));

        public void AddColumns(IEnumerable<DetachedColumn> source) => _columns.AddRange(source);

        public DataViewSchema ToSchema() => new(_columns);
    }
}
