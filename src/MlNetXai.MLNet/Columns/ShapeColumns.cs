using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>What an estimator promises: columns of a <see cref="SchemaShape"/>, which only a stock estimator can make.</summary>
internal static class ShapeColumns
{
    /// <summary>The input's columns, those of the same name replaced by the promised ones.</summary>
    public static SchemaShape With(SchemaShape input, IEnumerable<DataViewSchema.DetachedColumn> promised)
    {
        SchemaShape.Column[] columns = [.. promised.Select(Of)];
        return new([.. input.Where(column => !columns.Any(other => other.Name == column.Name)), .. columns]);
    }

    /// <summary>The promised columns alone.</summary>
    public static SchemaShape Only(IEnumerable<DataViewSchema.DetachedColumn> promised) => new([.. promised.Select(Of)]);

    /// <summary>Throws unless the shape has a column that <paramref name="accept"/> takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has none of that name, or another kind of column.</exception>
    public static void Require(SchemaShape shape, string name, string role, string expected, Func<SchemaShape.Column, bool> accept)
    {
        foreach (SchemaShape.Column column in shape)
        {
            if (column.Name != name)
                continue;
            if (accept(column))
                return;
            string got = column.Kind == SchemaShape.Column.VectorKind.Scalar ? $"{column.ItemType}" : $"Vector<{column.ItemType}>";
            throw new ArgumentOutOfRangeException(nameof(shape), $"Schema mismatch for {role} column '{name}': expected {expected}, got {(column.IsKey ? $"Key<{got}>" : got)}.");
        }

        throw new ArgumentOutOfRangeException(nameof(shape), $"Could not find {role} column '{name}'.");
    }

    /// <summary>Throws unless the shape has a vector of Single of known size.</summary>
    public static void RequireRows(SchemaShape shape, string name) => Require(
        shape,
        name,
        "feature",
        "Vector<Single> of known size",
        column => column.Kind == SchemaShape.Column.VectorKind.Vector && column.ItemType.Equals(NumberDataViewType.Single) && !column.IsKey);

    private static SchemaShape.Column Of(DataViewSchema.DetachedColumn column)
    {
        Type slot = typeof(Slot<>).MakeGenericType(column.Type.RawType);
        MethodInfo mint = typeof(ShapeColumns).GetMethod(nameof(Mint), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(slot);
        return mint.CreateDelegate<Func<DataViewSchema.DetachedColumn, SchemaShape.Column>>()(column);
    }

    private static SchemaShape.Column Mint<T>(DataViewSchema.DetachedColumn column)
        where T : class, new()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(T));
        (definition[0].ColumnName, definition[0].ColumnType) = (column.Name, column.Type);
        foreach (DataViewSchema.Column annotation in column.Annotations?.Schema ?? DataViewSchema.Annotations.Empty.Schema)
            Annotate(definition[0], annotation);
        SchemaShape shape = new MLContext().Transforms.CustomMapping<NoColumns, T>((_, _) => { }, null, null, definition).GetOutputSchema(new SchemaShape([]));
        return shape.Single(minted => minted.Name == column.Name);
    }

    // Values do not matter in a shape, only kinds and types; types that a definition does not take are promised as text.
    private static void Annotate(SchemaDefinition.Column column, DataViewSchema.Column annotation)
    {
        switch (annotation.Type)
        {
            case VectorDataViewType { ItemType: TextDataViewType } texts:
                column.AddAnnotation(annotation.Name, new VBuffer<ReadOnlyMemory<char>>(texts.Size, new ReadOnlyMemory<char>[texts.Size]), texts);
                break;
            case KeyDataViewType key:
                column.AddAnnotation(annotation.Name, 1u, key);
                break;
            case BooleanDataViewType truth:
                column.AddAnnotation(annotation.Name, true, truth);
                break;
            default:
                column.AddAnnotation(annotation.Name, ReadOnlyMemory<char>.Empty, TextDataViewType.Instance);
                break;
        }
    }

    /// <summary>A class without columns.</summary>
    internal sealed class NoColumns;

    /// <summary>A class with one column.</summary>
    internal sealed class Slot<T>
    {
        public T Value = default!;
    }
}
