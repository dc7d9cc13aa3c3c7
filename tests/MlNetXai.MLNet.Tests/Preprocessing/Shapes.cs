using Microsoft.ML;
using MlNetXai.MLNet.Columns;
using Xunit;

namespace MlNetXai.MLNet.Tests.Preprocessing;

/// <summary>Shapes of schemas, as a chain of estimators sees them.</summary>
internal static class Shapes
{
    /// <summary>The shape of a view's visible columns.</summary>
    public static SchemaShape Of(IDataView view) => Of(view.Schema);

    /// <summary>The shape of a schema's visible columns.</summary>
    public static SchemaShape Of(DataViewSchema schema) =>
        ShapeColumns.Only(schema.Where(column => !column.IsHidden).Select(column => new DataViewSchema.DetachedColumn(column)));

    /// <summary>Asserts that both have the same columns with the same annotations, in any order.</summary>
    public static void AssertEqual(SchemaShape expected, SchemaShape actual) =>
        Assert.Equal(expected.Select(Text).Order(StringComparer.Ordinal), actual.Select(Text).Order(StringComparer.Ordinal));

    private static string Text(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join(", ", column.Annotations?.Select(Text).Order(StringComparer.Ordinal).ToArray() ?? [])}]";
}
