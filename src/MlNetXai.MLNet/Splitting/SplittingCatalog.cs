using Microsoft.ML;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Splitting;

/// <summary>Splits of data views.</summary>
/// <example>
/// <code>
/// SplitByPatientOptions options = new()
/// {
///     LabelColumnName = "Label",
///     PatientColumnName = "Patient",
///     Seed = 1,
///     Rule = new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 },
/// };
/// PatientPartition parts = mlContext.Data.SplitByPatient(beats, options);
/// (IDataView train, IDataView validation, IDataView test) = (parts.Train, parts.Validation, parts.Test);
/// string table = parts.Report.ToString();
/// </code>
/// </example>
public static class SplittingCatalog
{
    /// <summary>Splits rows into training, validation and test parts so that no patient is in two of them and every class is in all; see <see cref="PatientSplitter"/>.</summary>
    /// <remarks>Reads labels and patients once. The same seed gives the same parts as the core, as long as every patient has a row.</remarks>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="data">Rows with a label (text, key or integer) and a patient (the same).</param>
    /// <param name="options">Columns, seed, sizes of the parts; null for the defaults.</param>
    /// <param name="cancellation">Ends the reading and the search.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="PatientSplitException">No split of these patients can be found.</exception>
    /// <exception cref="ColumnValueException">A row lacks its patient or label.</exception>
    public static PatientPartition SplitByPatient(
        this DataOperationsCatalog catalog, IDataView data, SplitByPatientOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        ClassCounts counts = ClassCounts.Read(data, options, cancellation);
        IReadOnlyList<PatientRows> patients = counts.Patients;
        PatientSplit split = PatientSplitter.Find(counts.Classes, patients, options.Rule, options.Seed, cancellation);
        return new(data, options.PatientColumnName, split, PatientSplitReport.Of(split, counts.Classes, patients));
    }
}
