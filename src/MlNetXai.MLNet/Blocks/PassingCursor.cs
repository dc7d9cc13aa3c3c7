using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Blocks;

/// <summary>The input's cursor under the output's schema, when no computed column is active.</summary>
internal sealed class PassingCursor(DataViewRowCursor input, BlockMap map, IEnumerable<DataViewSchema.Column> active) : DataViewRowCursor
{
    private readonly RowColumns _columns = new(map.OutputSchema, active, index => ColumnBuffer.InputGetter(input, input.Schema[index]));

    public override DataViewSchema Schema => map.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool MoveNext() => input.MoveNext();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
