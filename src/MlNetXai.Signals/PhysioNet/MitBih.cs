using MlNetXai.Signals.Synthesis;

namespace MlNetXai.Signals.PhysioNet;

/// <summary>What is known of the MIT-BIH Arrhythmia Database 1.0.0 beyond its files.</summary>
public static class MitBih
{
    /// <summary>Names of its 48 records.</summary>
    public static IReadOnlyList<string> Records { get; } =
    [
        "100", "101", "102", "103", "104", "105", "106", "107", "108", "109", "111", "112", "113", "114", "115", "116", "117", "118", "119", "121", "122", "123", "124", "200",
        "201", "202", "203", "205", "207", "208", "209", "210", "212", "213", "214", "215", "217", "219", "220", "221", "222", "223", "228", "230", "231", "232", "233", "234",
    ];

    /// <summary>Whether a folder holds records of the database: all are named like its records, and none is synthetic.</summary>
    /// <param name="folder">Folder of the records.</param>
    /// <param name="records">Their names.</param>
    public static bool Holds(string folder, IReadOnlyCollection<string> records) =>
        records.Count > 0 && records.All(Records.Contains) && !SyntheticTruth.Exists(folder);

    /// <summary>Patients with more than one record. Only in this database (202 is a second recording of patient 201) is one known: elsewhere these names mean nothing.</summary>
    /// <param name="folder">Folder of the records.</param>
    /// <param name="records">Their names.</param>
    public static IReadOnlyDictionary<string, string> PatientOfRecord(string folder, IReadOnlyCollection<string> records) =>
        Holds(folder, records)
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["202"] = "201" }
            : new Dictionary<string, string>(StringComparer.Ordinal);
}
