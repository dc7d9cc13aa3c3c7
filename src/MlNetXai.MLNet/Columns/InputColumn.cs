using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>A column that a step reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ItemType">Its type, or that of its items.</param>
/// <param name="IsVector">Whether it is a vector, of any size.</param>
/// <param name="Remedy">What to do where it is absent or of another type.</param>
internal sealed record InputColumn(string Name, PrimitiveDataViewType ItemType, bool IsVector, string Remedy)
{
    private string Expected => IsVector ? $"Vector<{ItemType}>" : $"{ItemType}";

    /// <summary>The column of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent, or of another type.</exception>
    public DataViewSchema.Column Find(DataViewSchema schema)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(Name) ?? throw Missing();
        bool fits = IsVector ? column.Type is VectorDataViewType vector && vector.ItemType.Equals(ItemType) : column.Type.Equals(ItemType);
        return fits ? column : throw Mismatch($"{column.Type}");
    }

    /// <summary>Whether a shape has a column of this name.</summary>
    public bool IsIn(SchemaShape shape) => shape.Any(column => column.Name == Name);

    /// <summary>Throws unless a shape has the column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is absent, or of another type.</exception>
    public void Require(SchemaShape shape)
    {
        if (!IsIn(shape))
            throw Missing();
        SchemaShape.Column column = shape.First(column => column.Name == Name);
        bool isVector = column.Kind != SchemaShape.Column.VectorKind.Scalar;
        if (isVector != IsVector || column.IsKey || !column.ItemType.Equals(ItemType))
            throw Mismatch(isVector ? $"Vector<{column.ItemType}>" : $"{column.ItemType}");
    }

    private ArgumentOutOfRangeException Missing() => new("inputSchema", $"Could not find input column '{Name}'. {Remedy}");

    private ArgumentOutOfRangeException Mismatch(string got) => new("inputSchema", $"Schema mismatch for input column '{Name}': expected {Expected}, got {got}. {Remedy}");
}
