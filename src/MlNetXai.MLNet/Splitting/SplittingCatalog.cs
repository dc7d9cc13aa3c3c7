using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
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
/// <code>
/// IDataView drawn = mlContext.Data.DrawRows(test, count: 60, labelColumnName: "Label", patientColumnName: "Patient", seed: 1);   // as many of each class as there are
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

    /// <summary>Some rows, drawn by seed: equally many of every class, and within a class from all patients in turn; see <see cref="RowSelection"/>.</summary>
    /// <remarks>Reads labels and patients once. The rows keep their order.</remarks>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="data">Rows with a label and a patient (text, key or integer), which come in the same order each time they are read: put a <c>Cache</c> behind what shuffles.</param>
    /// <param name="count">Rows wanted, at least 1; a class with fewer rows gives all it has.</param>
    /// <param name="labelColumnName">Column of the class.</param>
    /// <param name="patientColumnName">Column of the patient.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type, or the count is below 1.</exception>
    /// <exception cref="ColumnValueException">A row lacks its patient or label.</exception>
    /// <exception cref="MlNetXaiException">There are no rows.</exception>
    public static IDataView DrawRows(
        this DataOperationsCatalog catalog, IDataView data, int count, string labelColumnName = "Label", string patientColumnName = MeasuredColumns.DefaultPatient, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Require.AtLeast(count, 1);
        MeasuredRows rows = MeasuredRows.Read(data, new([]) { Label = labelColumnName, Patient = patientColumnName }, CancellationToken.None);
        return new NumberedRowsView(data, RowSelection.Draw([.. Enumerable.Range(0, rows.Count)], rows.Labels!, rows.Patients, rows.Classes.Length, count, seed));
    }
}
