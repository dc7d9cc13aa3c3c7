using MlNetXai.Explanations.Evaluation;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Comparing;

/// <summary>Test beats that all methods and networks are compared on. Fewer beats drawn by the same seed are some of more.</summary>
/// <param name="Rows">Rows of the data, ascending.</param>
/// <param name="Keys">Beat, <c>[row]</c>.</param>
/// <param name="Patients">Patient, <c>[row]</c>.</param>
/// <param name="Labels">Class by label, <c>[row]</c>: the class explained.</param>
/// <param name="Signal">The beats, <c>[row, step, channel]</c>, in mV.</param>
internal sealed record ComparedRows(int[] Rows, RowKey[] Keys, string[] Patients, int[] Labels, Batch Signal)
{
    public int Count => Rows.Length;

    public int PatientCount => Patients.Distinct(StringComparer.Ordinal).Count();

    /// <summary>Draws test beats: equally many of each class where there are so many, and of a class from all patients in turn.</summary>
    public static ComparedRows Draw(EcgData data, int classes, int count, ulong seed)
    {
        int[] rows = RowSelection.Draw(data.Rows(DataPart.Test), data.Labels, data.Patients, classes, count, seed);
        return new(
            rows,
            [.. rows.Select(row => data.Keys[row])],
            [.. rows.Select(row => data.Patients[row])],
            [.. rows.Select(row => data.Labels[row])],
            data.Values.Gather(rows));
    }

    /// <summary>Values of some of these rows.</summary>
    /// <param name="values">Values of all of them, <c>[row, step, channel]</c>.</param>
    /// <param name="some">Some of these rows.</param>
    public Batch Take(Batch values, ComparedRows some) =>
        some.Count == Count ? values : values.Gather([.. some.Rows.Select(row => Array.BinarySearch(Rows, row))]);
}
