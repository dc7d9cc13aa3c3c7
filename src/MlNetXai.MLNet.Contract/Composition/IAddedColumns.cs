namespace Microsoft.ML.Data;

/// <summary>The columns that a row-to-row step adds to rows of one schema.</summary>
internal interface IAddedColumns
{
    IReadOnlyList<DataViewSchema.DetachedColumn> Columns { get; }

    /// <summary>Indices of the input columns that the added column reads.</summary>
    IReadOnlyList<int> InputsOf(int added);

    /// <summary>One <see cref="ValueGetter{TValue}"/> of the raw type per added column; null for inactive ones.</summary>
    /// <param name="input">Its columns are active as <see cref="InputsOf"/> asks.</param>
    /// <param name="active">One flag per added column.</param>
    Delegate[] CreateGetters(DataViewRow input, bool[] active);
}
