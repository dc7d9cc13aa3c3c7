namespace Microsoft.ML.Data;

/// <summary>A column that a step adds, independent of the others it adds.</summary>
/// <param name="Column">Name, type, annotations.</param>
/// <param name="Inputs">Indices of the input columns that are read.</param>
/// <param name="CreateGetter">Makes the <see cref="ValueGetter{TValue}"/> of the column's raw type over an input row.</param>
internal sealed record AddedColumn(DataViewSchema.DetachedColumn Column, int[] Inputs, Func<DataViewRow, Delegate> CreateGetter);

/// <summary>Columns that are computed independently of one another.</summary>
internal sealed class AddedColumns(IReadOnlyList<AddedColumn> columns) : IAddedColumns
{
    public IReadOnlyList<DataViewSchema.DetachedColumn> Columns { get; } = [.. columns.Select(added => added.Column)];

    public IReadOnlyList<int> InputsOf(int added) => columns[added].Inputs;

    public Delegate[] CreateGetters(DataViewRow input, bool[] active) =>
        [.. columns.Select((added, index) => active[index] ? added.CreateGetter(input) : null)];
}
