using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Splitting;

/// <summary>Settings of <c>SplitByPatient</c>.</summary>
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
public sealed record SplitByPatientOptions
{
    /// <summary>Column of the class of each row: text, key or integer. Default "Label".</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the patient of each row: text, key or integer. Default "Patient".</summary>
    public string PatientColumnName { get; init; } = "Patient";

    /// <summary>Seed of the search. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Sizes of the parts, shares, bound of the search. Default: the paper's, for the 47 patients of MIT-BIH.</summary>
    public PatientSplitOptions Rule { get; init; } = new();
}
