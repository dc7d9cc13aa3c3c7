using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Blocks;

/// <summary>Reads a column of rows into a batch, and refuses what no model can read.</summary>
internal sealed class RowReader
{
    private readonly DataViewRow _row;
    private readonly DataViewSchema.Column _column;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly Batch _rows;
    private VBuffer<float> _value;

    public RowReader(DataViewRow row, DataViewSchema.Column column, RowShape shape, int capacity)
    {
        (_row, _column, _getter) = (row, column, row.GetGetter<VBuffer<float>>(row.Schema[column.Index]));
        _rows = new(capacity, shape.Steps, shape.Channels);
    }

    /// <summary>The first rows of the block, <c>[row, step, channel]</c>.</summary>
    public Batch Rows(int count) => _rows.Slice(0, count);

    /// <summary>Reads the current row.</summary>
    /// <exception cref="ColumnValueException">It has another length than the column's type says, or a value is missing (NaN) or infinite.</exception>
    public void Read(int slot)
    {
        _getter(ref _value);
        Copy(_value, _rows.Row(slot), _column.Name, _row.Position);
    }

    /// <summary>Copies a vector, dense or sparse.</summary>
    /// <exception cref="ColumnValueException">It has another length, or a value is missing (NaN) or infinite.</exception>
    public static void Copy(in VBuffer<float> value, Span<float> row, string column, long position)
    {
        if (value.Length != row.Length)
        {
            throw new ColumnValueException(
                column, position, $"has {value.Length} values; the column's type promises {row.Length}. Cut every row to the same length.");
        }

        value.CopyTo(row);
        for (int i = 0; i < row.Length; i++)
        {
            if (!float.IsFinite(row[i]))
                throw new ColumnValueException(column, position, $"value {i} is {row[i]}; every value must be finite. Leave the row out (FilterRowsByMissingValues), or replace the value.");
        }
    }
}
