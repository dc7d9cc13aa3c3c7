using System.Globalization;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Evaluating;

/// <summary>What a network says of every beat of a part; the content of <c>measures/predictions.csv</c>.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Keys">Beat, <c>[row]</c>.</param>
/// <param name="Patients">Patient, <c>[row]</c>.</param>
/// <param name="Labels">Class by label, <c>[row]</c>.</param>
/// <param name="Predicted">The network's class, <c>[row]</c>.</param>
internal sealed record Predictions(IReadOnlyList<string> Classes, RowKey[] Keys, string[] Patients, int[] Labels, int[] Predicted)
{
    /// <summary>The table of the file.</summary>
    public Table ToTable() => new()
    {
        Caption = "Predicted class of every test beat",
        Columns = [new("record"), new("sample", ColumnKind.Count), new("patient"), new("label"), new("predicted")],
        Rows = [.. Keys.Select((key, row) => (IReadOnlyList<Cell>)[key.Record, key.Sample, Patients[row], Classes[Labels[row]], Classes[Predicted[row]]])],
        HeadingColumns = 2,
    };

    /// <summary>Reads the file of another run.</summary>
    /// <exception cref="RunException">It is missing or damaged, or has other classes.</exception>
    public static Predictions Read(RunFolder folder, IReadOnlyList<string> classes)
    {
        string path = folder.MeasurePath("predictions");
        if (!File.Exists(path))
            throw new RunException($"{folder.FullPath}: was not evaluated yet, measures/predictions.csv is missing. Run 'mlnetxai evaluate' on it first.", path);

        List<RowKey> keys = [];
        List<string> patients = [];
        List<int> labels = [], predicted = [];
        int line = 1;
        foreach (string text in File.ReadLines(path).Skip(1))
        {
            line++;
            string[] cells = text.Split(',');
            if (cells.Length != 5 || !long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sample))
                throw Damaged("has not the columns record, sample, patient, label, predicted");
            keys.Add(new(cells[0], sample));
            patients.Add(cells[2]);
            labels.Add(Class(cells[3]));
            predicted.Add(Class(cells[4]));
        }

        return new(classes, [.. keys], [.. patients], [.. labels], [.. predicted]);

        int Class(string name)
        {
            for (int index = 0; index < classes.Count; index++)
            {
                if (classes[index] == name)
                    return index;
            }

            throw Damaged($"has class '{name}', which is none of {string.Join(", ", classes)}");
        }

        RunException Damaged(string what) =>
            new($"{path}, line {line}: {what}. Evaluate that run again, and pool only runs with the same classes.", path, $"line {line}");
    }
}
