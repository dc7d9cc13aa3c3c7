using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.Runs.Explaining;

/// <summary>Beats of the training part with what is known of them: what baselines, backgrounds and guides are made of.</summary>
/// <param name="Values"><c>[row, step, channel]</c>, in mV.</param>
/// <param name="Keys">Record and sample, <c>[row]</c>.</param>
/// <param name="Labels">Class, <c>[row]</c>.</param>
/// <param name="Patients">Patient, <c>[row]</c>.</param>
/// <param name="ClassCount">Number of classes.</param>
internal sealed record TrainingBeats(Batch Values, RowKey[] Keys, int[] Labels, string[] Patients, int ClassCount)
{
    /// <summary>Any one beat of the run, of the other parts too, as <c>[1, step, channel]</c>; throws where there is none such.</summary>
    public required Func<RowKey, Batch> Beat { get; init; }

    /// <summary>At most so many of these beats, equally many of every class and within a class from all patients in turn.</summary>
    public TrainingBeats Draw(int count, ulong seed)
    {
        int[] rows = RowSelection.Draw([.. Enumerable.Range(0, Values.Rows)], Labels, Patients, ClassCount, count, seed);
        return new(Values.Gather(rows), [.. rows.Select(row => Keys[row])], [.. rows.Select(row => Labels[row])], [.. rows.Select(row => Patients[row])], ClassCount) { Beat = Beat };
    }
}
