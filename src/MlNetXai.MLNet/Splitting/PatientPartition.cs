using Microsoft.ML;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Splitting;

/// <summary>Rows in three parts, no patient in two of them.</summary>
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
public sealed class PatientPartition
{
    internal PatientPartition(IDataView rows, string patientColumn, PatientSplit split, PatientSplitReport report)
    {
        Train = new PatientRowsView(rows, patientColumn, split.Train);
        Validation = new PatientRowsView(rows, patientColumn, split.Validation);
        Test = new PatientRowsView(rows, patientColumn, split.Test);
        Report = report;
    }

    /// <summary>Rows to train on, in the order of the input.</summary>
    public IDataView Train { get; }

    /// <summary>Rows that choose the best epoch, in the order of the input.</summary>
    public IDataView Validation { get; }

    /// <summary>Rows that are kept for the results, in the order of the input.</summary>
    public IDataView Test { get; }

    /// <summary>Who is where, and how many rows each part has of each class.</summary>
    public PatientSplitReport Report { get; }
}
