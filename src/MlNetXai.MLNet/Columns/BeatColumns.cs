namespace MlNetXai.MLNet.Columns;

/// <summary>Names of the columns of beat rows.</summary>
/// <remarks>
/// <code>
/// Features    Vector&lt;Single, T, D&gt;  [step, lead], mV; slot names t{step} for D = 1, else {lead}@t{step}
/// Label       String                class of the beat
/// Patient     String                whose beat it is
/// Record      String                name of the record
/// BeatSample  Int64                 R, in samples from the record's start
/// Evidence    Vector&lt;Single, T&gt;     where truth is known: 1 where the class shows, else 0
/// Waves       Vector&lt;Single, 15&gt;    where truth is known: onset, peak and end of P, Q, R, S and T, in steps of the row, as WaveColumn says
/// </code>
/// </remarks>
internal static class BeatColumns
{
    public const string Features = "Features";
    public const string Label = "Label";
    public const string Patient = "Patient";
    public const string Record = "Record";
    public const string BeatSample = "BeatSample";
    public const string Evidence = "Evidence";
    public const string Waves = "Waves";
}
