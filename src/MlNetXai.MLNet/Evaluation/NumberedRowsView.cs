using Microsoft.ML;
using MlNetXai.MLNet.Splitting;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>The rows at some positions of a view that always gives them in the same order.</summary>
internal sealed class NumberedRowsView(IDataView rows, IEnumerable<int> positions) : RowChoiceView(rows, null)
{
    private readonly HashSet<long> _positions = [.. positions];

    // Only a lone, unshuffled cursor counts the rows of the whole view.
    public override bool CanShuffle => false;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => base.GetRowCursor(columnsNeeded);

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded)];

    private protected override Func<bool> Keep(DataViewRow row) => () => _positions.Contains(row.Position);
}
