using System.Globalization;
using System.Text;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Splitting;

/// <summary>One part of a split in numbers.</summary>
/// <param name="Name">"train", "validation" or "test".</param>
/// <param name="Patients">Its patients, sorted by name (ordinal).</param>
/// <param name="Rows">Rows of each class, <c>[class]</c>.</param>
/// <param name="PatientsWithClass">Patients with rows of each class, <c>[class]</c>.</param>
/// <example>
/// <code>
/// PatientSplitReport report = mlContext.Data.SplitByPatient(beats, new() { Rule = rule }).Report;
/// List&lt;string&gt; lines = [$"seed {report.Seed}, draw {report.Draws}, at least {string.Join(" / ", report.MinimumRows)} rows of each class"];
/// foreach (PatientSplitPart part in report.Parts)
/// {
///     for (int c = 0; c &lt; report.Classes.Count; c++)
///         lines.Add($"{part.Name}: {part.Rows[c]} rows of {report.Classes[c]} from {part.PatientsWithClass[c]} of {part.Patients.Count} patients");
/// }
/// </code>
/// </example>
public sealed record PatientSplitPart(string Name, IReadOnlyList<string> Patients, IReadOnlyList<long> Rows, IReadOnlyList<int> PatientsWithClass);

/// <summary>Which patients are in which part, and what that gives.</summary>
/// <param name="Classes">Names of the classes: in the order of the key's values, or sorted (ordinal) where they have no names.</param>
/// <param name="Parts">Training, validation, test.</param>
/// <param name="Seed">The seed that was searched.</param>
/// <param name="Draws">Permutations drawn until one was accepted.</param>
/// <param name="MinimumRows">Rows that every class has at least in training, validation, test.</param>
/// <example>
/// <code>
/// PatientSplitReport report = mlContext.Data.SplitByPatient(beats, new() { Rule = rule }).Report;
/// List&lt;string&gt; lines = [$"seed {report.Seed}, draw {report.Draws}, at least {string.Join(" / ", report.MinimumRows)} rows of each class"];
/// foreach (PatientSplitPart part in report.Parts)
/// {
///     for (int c = 0; c &lt; report.Classes.Count; c++)
///         lines.Add($"{part.Name}: {part.Rows[c]} rows of {report.Classes[c]} from {part.PatientsWithClass[c]} of {part.Patients.Count} patients");
/// }
/// </code>
/// </example>
public sealed record PatientSplitReport(
    IReadOnlyList<string> Classes, IReadOnlyList<PatientSplitPart> Parts, ulong Seed, int Draws, IReadOnlyList<int> MinimumRows)
{
    /// <summary>A table: one line per part, with its patients and its rows (patients) of each class.</summary>
    public override string ToString()
    {
        string[][] lines =
        [
            ["part", "patients", .. Classes],
            .. Parts.Select(part => (string[])
            [
                part.Name,
                part.Patients.Count.ToString(CultureInfo.InvariantCulture),
                .. Classes.Select((_, c) => string.Create(CultureInfo.InvariantCulture, $"{part.Rows[c]} ({part.PatientsWithClass[c]})")),
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        StringBuilder text = new();
        foreach (string[] line in lines)
            text.AppendJoin("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"seed {Seed}, accepted at draw {Draws}; rows (patients) of each class").ToString();
    }

    internal static PatientSplitReport Of(PatientSplit split, IReadOnlyList<string> classes, IReadOnlyList<PatientRows> patients)
    {
        return new(classes, [Part("train", split.Train), Part("validation", split.Validation), Part("test", split.Test)], split.Seed, split.Draws, split.MinimumRows);

        PatientSplitPart Part(string name, IReadOnlyList<string> members)
        {
            HashSet<string> names = new(members, StringComparer.Ordinal);
            PatientRows[] rows = [.. patients.Where(patient => names.Contains(patient.Patient))];
            return new(
                name,
                members,
                [.. classes.Select((_, c) => rows.Sum(row => (long)row.Rows[c]))],
                [.. classes.Select((_, c) => rows.Count(row => row.Rows[c] > 0))]);
        }
    }
}
