using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Which members of a class are columns, of which names, types and annotations: the attributes' word, to be changed at run time.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>What the members are used for.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>They are read: the class fills a view.</summary>
        Read = 1,

        /// <summary>They are written: a view fills the class.</summary>
        Write = 2,

        Both = Read | Write,
    }

    /// <summary>The first column of that name.</summary>
    public Column this[string columnName]
    {
        get => this[IndexOf(columnName)];
        set => this[IndexOf(columnName)] = value;
    }

    /// <summary>The columns of a class: public fields, then public properties, without <see cref="NoColumnAttribute"/>.</summary>
    /// <remarks>A property without public getter (setter) is no column where members are read (written).</remarks>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        SchemaDefinition definition = new();
        foreach (MemberInfo member in ClassMembers.Of(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (definition.Exists(column => string.Equals(column.ColumnName, name, StringComparison.Ordinal)))
                throw new ArgumentOutOfRangeException(nameof(userType), $"Two members of {userType} make the column '{name}'. Rename one with [ColumnName], or mark it with [NoColumn].");
            definition.Add(new(member.Name, name, ClassMembers.ColumnTypeOf(member)));
        }
        return definition;
    }

    /// <summary>The columns of a schema, each bound to the member of its name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column has no member.</exception>
    internal static SchemaDefinition Create(Type userType, DataViewSchema schema)
    {
        SchemaDefinition members = Create(userType, Direction.Read), definition = new();
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.IsHidden)
                continue;
            Column member = members.Find(m => string.Equals(m.ColumnName, column.Name, StringComparison.Ordinal)) ?? throw Messages.MemberColumnMissing(column.Name);
            member.TakeFrom(column);
            definition.Add(member);
        }
        return definition;
    }

    /// <summary>The columns of a class, with types and annotations from a schema where it has a column of their name.</summary>
    internal static SchemaDefinition CreateWithTypesOf(Type userType, DataViewSchema schema)
    {
        SchemaDefinition definition = Create(userType, Direction.Read);
        foreach (Column member in definition)
        {
            if (schema.GetColumnOrNull(member.ColumnName) is { } column)
                member.TakeFrom(column);
        }
        return definition;
    }

    private int IndexOf(string columnName)
    {
        int index = FindIndex(column => string.Equals(column.ColumnName, columnName, StringComparison.Ordinal));
        return index >= 0 ? index : throw Messages.ColumnNotFound(columnName, nameof(columnName));
    }

    /// <summary>The column of one member.</summary>
    public sealed class Column
    {
        private DataViewSchema.Annotations.Builder _annotations = new();
        private DataViewSchema.Annotations _built;

        internal Column(string memberName, string columnName, DataViewType columnType) =>
            (MemberName, ColumnName, ColumnType) = (memberName, columnName, columnType);

        public string MemberName { get; }

        public string ColumnName { get; set; }

        /// <summary>May differ from the attributes in sizes and key counts; the items must stay what the member holds.</summary>
        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations => _built ??= _annotations.ToAnnotations();

        /// <summary>Adds an annotation; <paramref name="value"/> is kept, not copied.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The type is not one of the contract's own, or does not hold <typeparamref name="T"/>.</exception>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(annotationType);
            if (annotationType.RawType != typeof(T) || !IsOwn(annotationType.ItemType()))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(annotationType), $"Annotation '{kind}' holds {typeof(T)}; a type '{annotationType}' of {annotationType.RawType} does not fit it.");
            }

            ValueCopy<T> copy = ValueCopies.Of<T>();
            _annotations.Add(kind, annotationType, (ref T destination) => copy(value, ref destination));
            _built = null;
        }

        internal void TakeFrom(DataViewSchema.Column column)
        {
            ColumnType = column.Type;
            _annotations = new();
            _annotations.Add(column.Annotations, _ => true);
            _built = null;
        }

        private static bool IsOwn(DataViewType type) => type is KeyDataViewType || type.Equals(PrimitiveTypes.OrNull(type.RawType));
    }
}
