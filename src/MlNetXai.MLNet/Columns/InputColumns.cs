using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Finds input columns and says what is wrong with them, in ML.NET's form and with the remedy.</summary>
internal static class InputColumns
{
    /// <summary>Names that begin so are this library's own in saved pipelines.</summary>
    public const string OwnPrefix = "__mlnetxai.";

    /// <summary>The visible column of that name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name, string role = "input")
    {
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Name.StartsWith(OwnPrefix, StringComparison.Ordinal))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(schema), $"Column '{column.Name}': names that begin with '{OwnPrefix}' are used in saved pipelines and would be dropped there. Rename the column.");
            }
        }

        return schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(
            nameof(schema), $"Could not find {role} column '{name}'. The columns are {string.Join(", ", schema.Where(column => !column.IsHidden).Select(column => $"'{column.Name}'"))}.");
    }

    /// <summary>A column of exactly that type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent or of another type.</exception>
    public static DataViewSchema.Column Require(DataViewSchema schema, string name, DataViewType type, string remedy, string role = "input")
    {
        DataViewSchema.Column column = Require(schema, name, role);
        return column.Type.Equals(type) ? column : throw Mismatch(column, $"{type}", remedy, role);
    }

    /// <summary>A column of vectors of <c>Single</c> of known size, one or two dimensions: <c>[step]</c> or <c>[step, channel]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent or of another type.</exception>
    public static (DataViewSchema.Column Column, RowShape Shape) RequireRows(DataViewSchema schema, string name, string role = "feature")
    {
        DataViewSchema.Column column = Require(schema, name, role);
        if (column.Type is VectorDataViewType { IsKnownSize: true, Dimensions.Length: 1 or 2 } type && type.ItemType.Equals(NumberDataViewType.Single))
            return (column, new(type.Dimensions[0], type.Dimensions.Length == 2 ? type.Dimensions[1] : 1));
        throw Mismatch(
            column,
            "Vector<Single, T> or Vector<Single, T, D> of known size",
            "Beats come so from SegmentBeats; for a class of your own set [VectorType(T, D)], or the column's type in a SchemaDefinition.",
            role);
    }

    /// <summary>A column of rows of one shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent, of another type or of another size.</exception>
    public static DataViewSchema.Column RequireRows(DataViewSchema schema, string name, RowShape shape, string model, string role = "feature")
    {
        (DataViewSchema.Column column, RowShape found) = RequireRows(schema, name, role);
        return found == shape
            ? column
            : throw Mismatch(column, $"{VectorOf(shape)}", $"'{model}' reads rows of {shape}. Cut the rows as for its training.", role);
    }

    /// <summary>Whether there is a column of rows whose steps are those of <paramref name="shape"/>, and whose channels too where it has several.</summary>
    public static bool HasRows(DataViewSchema schema, string name, RowShape shape) =>
        schema.GetColumnOrNull(name) is { Type: VectorDataViewType { IsKnownSize: true, Dimensions.Length: 1 or 2 } type } && type.ItemType.Equals(NumberDataViewType.Single)
        && type.Dimensions[0] == shape.Steps && (shape.Channels == 1 || (type.Dimensions.Length == 2 && type.Dimensions[1] == shape.Channels));

    /// <summary>Type of a column of rows: <c>Vector&lt;Single, T, D&gt;</c>.</summary>
    public static VectorDataViewType VectorOf(RowShape shape) => new(NumberDataViewType.Single, shape.Steps, shape.Channels);

    /// <summary>The error that a column has the wrong type.</summary>
    public static ArgumentOutOfRangeException Mismatch(DataViewSchema.Column column, string expected, string remedy, string role = "input") =>
        new(nameof(column), $"Schema mismatch for {role} column '{column.Name}': expected {expected}, got {column.Type}. {remedy}");

    /// <summary>Names of a key column's values, or null where it is no key or its values are not text.</summary>
    public static string[]? KeyValues(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType || !column.HasKeyValues(TextDataViewType.Instance))
            return null;
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }
}
