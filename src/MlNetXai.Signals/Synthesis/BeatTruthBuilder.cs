namespace MlNetXai.Signals.Synthesis;

/// <summary>Finds the truth of one beat: its waves, what makes its class, and how it differs from the patient's other classes.</summary>
internal sealed class BeatTruthBuilder(SyntheticPatient patient, int samplingRateHz)
{
    private readonly int _before = (samplingRateHz * 2 / 10) + (samplingRateHz * 15 / 100);
    private readonly int _after = (samplingRateHz * 4 / 10) + (samplingRateHz * 15 / 100);

    /// <param name="label">Class of the beat.</param>
    /// <param name="r">R in seconds.</param>
    /// <param name="rr">RR of the sinus rhythm there, in seconds.</param>
    /// <param name="scale">What breathing makes of the amplitudes.</param>
    public SyntheticTruth.Entry Build(string label, double r, double rr, double scale)
    {
        long sample = SampleOf(r, samplingRateHz);
        Dictionary<string, WaveTruth> waves = [];
        foreach (Wave wave in patient.Form(label).Waves(rr))
            waves.Add(wave.Name, Bounds(wave, r, sample));
        WaveTruth absentP = Bounds(patient.Form("N").Waves(rr).First(w => w.Name == "P"), r, sample);

        int[] difference = Difference(label, r, rr, scale, sample);
        int first = Array.FindIndex(difference, v => v != 0), last = Array.FindLastIndex(difference, v => v != 0);
        return new(
            sample,
            label,
            [.. waves.Values],
            Evidence(label, waves, absentP),
            first < 0 ? 0 : first - _before,
            first < 0 ? [] : difference[first..(last + 1)]);
    }

    /// <summary>The sample nearest to a time.</summary>
    public static long SampleOf(double seconds, int samplingRateHz) => (long)Math.Floor((seconds * samplingRateHz) + 0.5);

    // What the class has that the others lack, as half-open ranges. QRS: from the first of Q and R to the end of S.
    private static (int First, int End)[] Evidence(string label, Dictionary<string, WaveTruth> waves, WaveTruth absentP)
    {
        (int, int) qrs = ((waves.TryGetValue("Q", out WaveTruth q) ? q : waves["R"]).Onset, waves["S"].End);
        return label switch
        {
            "N" => [Range(waves["P"]), qrs],
            "R" => [Range(waves["S"])],
            "/" => [(waves["spike"].Peak - 2, waves["spike"].Peak + 3), qrs, Range(waves["T"]), Range(absentP)],
            _ => [qrs, Range(waves["T"]), Range(absentP)],
        };

        static (int First, int End) Range(WaveTruth wave) => (wave.Onset, wave.End);
    }

    // In µV: |beat − N beat|; for N the smallest of |beat − other beat| over the other classes.
    private int[] Difference(string label, double r, double rr, double scale, long sample)
    {
        double[] own = Clean(label, r, rr, scale, sample);
        string[] others = label == "N" ? ["R", "/", "V"] : ["N"];
        double[][] forms = [.. others.Select(other => Clean(other, r, rr, scale, sample))];
        return [.. own.Select((value, i) => (int)Math.Floor((1000 * forms.Min(form => Math.Abs(value - form[i]))) + 0.5))];
    }

    private double[] Clean(string label, double r, double rr, double scale, long sample)
    {
        double[] beat = new double[_before + _after];
        foreach (Wave wave in patient.Form(label).Waves(rr))
            wave.AddTo(beat, sample - _before, samplingRateHz, r, scale);
        return beat;
    }

    private WaveTruth Bounds(Wave wave, double r, long sample) => new(
        wave.Name,
        (int)((long)Math.Ceiling((r + wave.Onset) * samplingRateHz) - sample),
        (int)(SampleOf(r + wave.Centre, samplingRateHz) - sample),
        (int)((long)Math.Floor((r + wave.End) * samplingRateHz) + 1 - sample));
}
