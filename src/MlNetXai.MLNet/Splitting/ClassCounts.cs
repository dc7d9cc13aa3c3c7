using Microsoft.ML;
using MlNetXai.MLNet.Columns;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Splitting;

/// <summary>Rows of each patient and class of a data view.</summary>
internal sealed class ClassCounts
{
    private readonly Dictionary<string, Dictionary<string, int>> _rows = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string>? _names;

    private ClassCounts(IReadOnlyList<string>? names) => _names = names;

    /// <summary>All names of the key's values, or those that occur, sorted (ordinal).</summary>
    public IReadOnlyList<string> Classes => _names ?? [.. _rows.Values.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>As <see cref="PatientSplitter"/> wants them.</summary>
    public IReadOnlyList<PatientRows> Patients
    {
        get
        {
            IReadOnlyList<string> classes = Classes;
            return [.. _rows.Select(patient => new PatientRows(patient.Key, [.. classes.Select(name => patient.Value.GetValueOrDefault(name))]))];
        }
    }

    /// <summary>Reads labels and patients of all rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="ColumnValueException">A row lacks its patient or its label.</exception>
    public static ClassCounts Read(IDataView data, SplitByPatientOptions options, CancellationToken cancellation)
    {
        DataViewSchema.Column label = InputColumns.Require(data.Schema, options.LabelColumnName, "label");
        DataViewSchema.Column patient = InputColumns.Require(data.Schema, options.PatientColumnName, "patient");
        ClassCounts counts = new(InputColumns.KeyValues(label));
        using DataViewRowCursor cursor = data.GetRowCursor([label, patient]);
        Func<string> readLabel = NameReader.Create(cursor, label, "label"), readPatient = NameReader.Create(cursor, patient, "patient");
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            counts.Add(RequireValue(readPatient(), patient, cursor), RequireValue(readLabel(), label, cursor));
        }

        return counts;
    }

    private static string RequireValue(string value, DataViewSchema.Column column, DataViewRowCursor cursor) => value.Length > 0
        ? value
        : throw new ColumnValueException(column.Name, cursor.Position, "the value is missing; a row must have its patient and class. Filter such rows out before the split.");

    private void Add(string patient, string label)
    {
        if (!_rows.TryGetValue(patient, out Dictionary<string, int>? row))
            _rows[patient] = row = new(StringComparer.Ordinal);
        row[label] = row.GetValueOrDefault(label) + 1;
    }
}
