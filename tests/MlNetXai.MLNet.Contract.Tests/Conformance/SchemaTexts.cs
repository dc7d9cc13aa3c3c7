using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Contract.Tests.Conformance;

/// <summary>Schemas and shapes as texts that compare equal when they promise the same.</summary>
internal static class SchemaTexts
{
    /// <summary>Columns in their order, with types, annotations and whether they are hidden.</summary>
    public static string[] Of(DataViewSchema schema) =>
        [.. schema.Select(column => $"{column.Name} {column.Type} {column.IsHidden} {{{string.Join(", ", Of(column.Annotations.Schema).Order(StringComparer.Ordinal))}}}")];

    /// <summary>What the shape promises, by name.</summary>
    public static string[] Of(SchemaShape shape) =>
        [.. shape.Select(column => $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} {{{string.Join(", ", Of(column.Annotations))}}}").Order(StringComparer.Ordinal)];

    /// <summary>What a shape of the schema would say, by name.</summary>
    public static string[] ShapeOf(DataViewSchema schema) => [.. schema.Where(column => !column.IsHidden).Select(ShapeOf).Order(StringComparer.Ordinal)];

    private static string ShapeOf(DataViewSchema.Column column)
    {
        var vector = column.Type as VectorDataViewType;
        SchemaShape.Column.VectorKind kind = vector is null ? SchemaShape.Column.VectorKind.Scalar
            : vector.IsKnownSize ? SchemaShape.Column.VectorKind.Vector
            : SchemaShape.Column.VectorKind.VariableVector;
        DataViewType item = vector?.ItemType ?? column.Type;
        string name = item is KeyDataViewType ? item.RawType.Name : $"{item}";
        return $"{column.Name} {kind} {name} {item is KeyDataViewType} {{{string.Join(", ", ShapeOf(column.Annotations.Schema))}}}";
    }
}
