namespace MlNetXai.Signals.Splits;

/// <summary>Rows of one patient.</summary>
/// <param name="Patient">The patient's name.</param>
/// <param name="Rows">Rows of each class, <c>[class]</c>.</param>
public sealed record PatientRows(string Patient, IReadOnlyList<int> Rows);

/// <summary>Which patients train, validate and test; no patient is in two parts.</summary>
/// <param name="Train">Patients to train on, sorted by name.</param>
/// <param name="Validation">Patients that choose the best epoch, sorted by name.</param>
/// <param name="Test">Patients that are kept for the results, sorted by name.</param>
/// <param name="Seed">The seed that was searched.</param>
/// <param name="Draws">Permutations drawn until one was accepted, at least 1.</param>
/// <param name="MinimumRows">Rows that every class has at least in train, validation and test.</param>
public sealed record PatientSplit(
    IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Test, ulong Seed, int Draws, IReadOnlyList<int> MinimumRows);

/// <summary>No split of these patients can be found.</summary>
/// <inheritdoc cref="MlNetXaiException(string, string?, string?, Exception?)"/>
public sealed class PatientSplitException(string message) : MlNetXaiException(message);
