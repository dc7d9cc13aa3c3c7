using Microsoft.ML;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Preprocessing;

/// <summary>Beat rows of record rows.</summary>
internal sealed class BeatView(IDataView records, SegmentBeatsTransformer step, DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return new BeatCursor(records.GetRowCursor(Needed(active)), step, schema, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] active = [.. columnsNeeded];
        return [.. records.GetRowCursorSet(Needed(active), n).Select(input => new BeatCursor(input, step, schema, active))];
    }

    // Which beats a record has takes all that labels and places them, even where no column is active; patient and truth only if asked for.
    private DataViewSchema.Column[] Needed(DataViewSchema.Column[] active)
    {
        List<InputColumn> needed = [.. step.Inputs.Where(input => input != RecordSteps.Patient)];
        if (active.Any(column => column.Name == BeatColumns.Patient))
            needed.Add(RecordSteps.Patient);
        if (active.Any(column => column.Name is BeatColumns.Evidence or BeatColumns.Waves))
            needed.Add(RecordSteps.Truth);
        return [.. needed.Select(input => input.Find(records.Schema))];
    }
}
