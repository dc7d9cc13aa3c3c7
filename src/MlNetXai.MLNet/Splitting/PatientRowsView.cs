using Microsoft.ML;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Splitting;

/// <summary>The rows of some patients, in the order of the input.</summary>
internal sealed class PatientRowsView(IDataView rows, string patientColumn, IEnumerable<string> patients) : RowChoiceView(rows, rows.Schema[patientColumn])
{
    private readonly HashSet<string> _patients = new(patients, StringComparer.Ordinal);

    private protected override Func<bool> Keep(DataViewRow row)
    {
        Func<string> patient = NameReader.Create(row, row.Schema[patientColumn], "patient");
        return () => _patients.Contains(patient());
    }
}
