using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Saving;

/// <summary>Columns as NumPy arrays: <c>mlContext.Data.SaveAsNumPy</c>.</summary>
/// <example>
/// <code>
/// mlContext.Data.SaveAsNumPy(scored, path, "Features", "Score", "PredictedLabel", "Patient");
/// </code>
/// </example>
public static class NumPyArchive
{
    /// <summary>Writes columns as a <c>.npz</c> file, whole or not at all; arrays are named as the columns.</summary>
    /// <remarks>Vectors of <c>Single</c> of known size become float32 <c>[row, …dimensions]</c>, numbers <c>[row]</c>, text and keys with text values strings <c>[row]</c>.
    /// The columns are held in memory: 4 bytes per value of a vector.</remarks>
    /// <param name="catalog">The catalog.</param>
    /// <param name="data">The view; it is read once.</param>
    /// <param name="path">The file.</param>
    /// <param name="columnNames">Columns to write, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of a type that has no array here.</exception>
    /// <exception cref="ColumnValueException">A vector has another length than its type says.</exception>
    /// <exception cref="OutputException">The file cannot be written.</exception>
    public static void SaveAsNumPy(this DataOperationsCatalog catalog, IDataView data, string path, params string[] columnNames)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        Require.AtLeast(columnNames.Length, 1, nameof(columnNames));
        DataViewSchema.Column[] columns = [.. columnNames.Select(name => InputColumns.Require(data.Schema, name))];
        List<Collector> collectors = [];
        int rows = 0;
        using (DataViewRowCursor cursor = data.GetRowCursor(columns))
        {
            collectors.AddRange(columns.Select(column => Collector.Create(cursor, column)));
            while (cursor.MoveNext())
            {
                collectors.ForEach(collector => collector.Read());
                rows++;
            }
        }

        AtomicFile.Write(path, stream =>
        {
            using NpzWriter writer = new(stream);
            foreach ((Collector collector, string name) in collectors.Zip(columnNames))
                collector.Write(writer, name, rows);
        });
    }

    /// <summary>Gathers one column.</summary>
    private abstract class Collector
    {
        public static Collector Create(DataViewRow row, DataViewSchema.Column column) => column.Type switch
        {
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType.Equals(NumberDataViewType.Single) => new Vectors(row, column, vector),
            TextDataViewType => new Texts(NameReader.Create(row, column, "input")),
            KeyDataViewType => new Texts(NameReader.Create(row, column, "input")),
            NumberDataViewType when column.Type.RawType == typeof(float) => Number<float>(row, column, (writer, name, values) => writer.Add(name, values, values.Length)),
            NumberDataViewType when column.Type.RawType == typeof(double) => Number<double>(row, column, (writer, name, values) => writer.Add(name, values, values.Length)),
            NumberDataViewType when column.Type.RawType == typeof(int) => Number<int>(row, column, (writer, name, values) => writer.Add(name, values, values.Length)),
            NumberDataViewType when column.Type.RawType == typeof(long) => Number<long>(row, column, (writer, name, values) => writer.Add(name, values, values.Length)),
            _ => throw InputColumns.Mismatch(column, "Vector<Single> of known size, Single, Double, Int32, Int64, String or Key", "Convert the column (Conversion.ConvertType), or leave it out."),
        };

        public abstract void Read();

        public abstract void Write(NpzWriter writer, string name, int rows);

        private static Numbers<T> Number<T>(DataViewRow row, DataViewSchema.Column column, Action<NpzWriter, string, T[]> write) =>
            new(row.GetGetter<T>(row.Schema[column.Index]), write);
    }

    private sealed class Vectors(DataViewRow row, DataViewSchema.Column column, VectorDataViewType type) : Collector
    {
        private readonly ValueGetter<VBuffer<float>> _getter = row.GetGetter<VBuffer<float>>(row.Schema[column.Index]);
        private readonly RowStore _rows = new(new(type.Size, 1));
        private VBuffer<float> _value;

        public override void Read()
        {
            _getter(ref _value);
            Span<float> values = _rows.Add();
            if (_value.Length != values.Length)
                throw new ColumnValueException(column.Name, row.Position, $"has {_value.Length} values; the column's type promises {values.Length}. Make every row the same length.");
            _value.CopyTo(values);
        }

        public override void Write(NpzWriter writer, string name, int rows) => writer.Add(name, (ReadOnlySpan<float>)_rows.ToBatch().Values, [rows, .. type.Dimensions]);
    }

    private sealed class Texts(Func<string> read) : Collector
    {
        private readonly List<string> _texts = [];

        public override void Read() => _texts.Add(read());

        public override void Write(NpzWriter writer, string name, int rows) => writer.Add(name, _texts.ToArray(), rows);
    }

    private sealed class Numbers<T>(ValueGetter<T> getter, Action<NpzWriter, string, T[]> write) : Collector
    {
        private readonly List<T> _values = [];

        public override void Read()
        {
            T value = default!;
            getter(ref value);
            _values.Add(value);
        }

        public override void Write(NpzWriter writer, string name, int rows) => write(writer, name, [.. _values]);
    }
}
