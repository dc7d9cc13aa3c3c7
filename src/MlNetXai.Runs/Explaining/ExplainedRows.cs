namespace MlNetXai.Runs.Explaining;

/// <summary>Beats to explain, and what is known of each.</summary>
/// <param name="Keys">Beat, <c>[row]</c>.</param>
/// <param name="Patients">Patient, <c>[row]</c>.</param>
/// <param name="Labels">Class by label, <c>[row]</c>.</param>
/// <param name="Targets">Class explained, <c>[row]</c>.</param>
/// <param name="Predicted">The network's class, <c>[row]</c>.</param>
/// <param name="Signal">The beats, <c>[row, step, channel]</c>, in mV.</param>
internal sealed record ExplainedRows(RowKey[] Keys, string[] Patients, int[] Labels, int[] Targets, int[] Predicted, Batch Signal)
{
    /// <summary>No beats.</summary>
    public static ExplainedRows None(RowShape shape) => new([], [], [], [], [], new(0, shape.Steps, shape.Channels));
}
