using MlNetXai.Signals.Splits;

namespace MlNetXai.Signals.Beats;

/// <summary>What one record gave to a <see cref="BeatSet"/>.</summary>
/// <param name="Record">The record's name.</param>
/// <param name="Patient">Whose record it is.</param>
/// <param name="Lead">Name of the lead used.</param>
/// <param name="Channel">Number of the lead used, from 0.</param>
/// <param name="Counts">Beats found, labelled, missed.</param>
public sealed record RecordCounts(string Record, string Patient, string Lead, int Channel, LabelCounts Counts);

/// <summary>What one patient gave to a <see cref="BeatSet"/>.</summary>
/// <param name="Patient">The patient's name.</param>
/// <param name="Counts">Beats found, labelled, missed, over the patient's records.</param>
public sealed record PatientCounts(string Patient, LabelCounts Counts);

/// <summary>Where the beats of a <see cref="BeatSet"/> come from, and what was left out: the data card's numbers.</summary>
/// <param name="Classes">Labels that make a beat a row, in the order of the classes.</param>
/// <param name="Records">One entry per record used, in the order of the folder.</param>
public sealed record BeatCounts(IReadOnlyList<string> Classes, IReadOnlyList<RecordCounts> Records)
{
    /// <summary>All records together.</summary>
    public LabelCounts Total { get; } = LabelCounts.Sum(Records.Select(record => record.Counts));

    /// <summary>One entry per patient, sorted by name (ordinal).</summary>
    public IReadOnlyList<PatientCounts> Patients { get; } =
    [
        .. Records.GroupBy(record => record.Patient, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new PatientCounts(group.Key, LabelCounts.Sum(group.Select(record => record.Counts)))),
    ];

    /// <summary>Kept beats with labels outside the classes, by mnemonic.</summary>
    public IReadOnlyDictionary<string, int> Other =>
        new SortedDictionary<string, int>(
            Total.Labels.Where(entry => !Classes.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Rows of each patient and class, as <see cref="PatientSplitter"/> wants them; patients sorted by name.</summary>
    public IReadOnlyList<PatientRows> RowsByPatient() =>
        [.. Patients.Select(patient => new PatientRows(patient.Patient, [.. Classes.Select(patient.Counts.Of)]))];
}
