using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Steps made of the caller's own functions.</summary>
public static partial class CustomMappingCatalog
{
    /// <summary>Leaves out the rows for which <paramref name="filterPredicate"/> is true.</summary>
    /// <remarks>The object handed to the predicate is filled again for the next row. Several cursors may call the predicate at the same time.</remarks>
    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, bool> filterPredicate)
        where TSrc : class, new()
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(filterPredicate);

        ObjectFiller<TSrc> filler = new(input.Schema, definition: null, ignoreMissingColumns: false);
        return new FilteredView(input, filler.Columns, row =>
        {
            Action<TSrc> fill = filler.Bind(row);
            TSrc source = new();
            return () =>
            {
                fill(source);
                return !filterPredicate(source);
            };
        });
    }
}
