using Microsoft.ML;

namespace MlNetXai.MLNet.Columns;

/// <summary>Which columns of a row are active, and their getters, each made when first asked for.</summary>
/// <param name="schema">Schema of the row.</param>
/// <param name="active">Columns asked for.</param>
/// <param name="make">Makes the <see cref="ValueGetter{TValue}"/> of the column with an index.</param>
internal sealed class RowColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> active, Func<int, Delegate> make)
{
    private readonly bool[] _active = Mark(schema, active);
    private readonly Delegate?[] _getters = new Delegate?[schema.Count];

    /// <summary>Whether the column was asked for.</summary>
    public bool IsActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    /// <summary>The getter of an active column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is not active.</exception>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw NotActive(column);
        if (typeof(TValue) != schema[column.Index].Type.RawType)
        {
            throw new InvalidOperationException(
                $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{schema[column.Index].Type.RawType}'.");
        }

        return (ValueGetter<TValue>)(_getters[column.Index] ??= make(column.Index));
    }

    /// <summary>A column was not asked for when the cursor was made.</summary>
    public static ArgumentOutOfRangeException NotActive(DataViewSchema.Column column) =>
        new(nameof(column), $"Column '{column.Name}': requested column not active. Name it among the columns of the cursor.");

    private static bool[] Mark(DataViewSchema schema, IEnumerable<DataViewSchema.Column> active)
    {
        bool[] marked = new bool[schema.Count];
        foreach (DataViewSchema.Column column in active)
            marked[column.Index] = true;
        return marked;
    }
}
