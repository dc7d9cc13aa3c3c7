namespace MlNetXai.Signals.Synthesis;

/// <summary>What a recording holds besides the heart: baseline wander, mains hum and muscle noise.</summary>
internal static class Disturbance
{
    private static readonly double[] WanderHz = [0.05, 0.12, 0.25, 0.40];

    /// <summary>Adds all of it to a lead in mV.</summary>
    public static void AddTo(Span<double> millivolts, int samplingRateHz, ulong seed, uint patient)
    {
        Philox numbers = new(seed, "synthetic disturbance");
        for (uint i = 0; i < WanderHz.Length; i++)
            AddSine(millivolts, samplingRateHz, WanderHz[i], Range(numbers.Uniform(i, patient), 0.02, 0.12), numbers.Uniform(i, patient, 1));

        double mainsHz = numbers.Uniform(10, patient) < 0.5 ? 50 : 60;
        AddSine(millivolts, samplingRateHz, mainsHz, Range(numbers.Uniform(11, patient), 0, 0.03), numbers.Uniform(12, patient));

        AddMuscle(millivolts, samplingRateHz, Range(numbers.Uniform(13, patient), 0.01, 0.04), seed, patient);
    }

    private static void AddSine(Span<double> millivolts, int samplingRateHz, double hertz, double amplitude, double phase)
    {
        for (int n = 0; n < millivolts.Length; n++)
            millivolts[n] += amplitude * PortableMath.Sin(2 * Math.PI * ((hertz * n / samplingRateHz) + phase));
    }

    // White noise band-passed 20–120 Hz and scaled to the deviation; a third of the patients has stretches of 1–3 s three times as strong, one to three a minute.
    private static void AddMuscle(Span<double> millivolts, int samplingRateHz, double deviation, ulong seed, uint patient)
    {
        double[] taps = BandPass(20.0 / samplingRateHz, 120.0 / samplingRateHz);
        double[] white = new double[millivolts.Length + taps.Length - 1];
        Philox noise = new(seed, "synthetic muscle noise");
        for (int n = 0; n < white.Length; n++)
            white[n] = PortableMath.Gaussian(noise, (uint)n, patient);

        double[] muscle = new double[millivolts.Length];
        double squares = 0;
        for (int n = 0; n < muscle.Length; n++)
        {
            double sum = 0;
            for (int k = 0; k < taps.Length; k++)
                sum += taps[k] * white[n + k];
            muscle[n] = sum;
            squares += sum * sum;
        }

        double scale = deviation / Math.Sqrt(squares / muscle.Length);
        bool[] burst = Bursts(muscle.Length, samplingRateHz, new(seed, "synthetic bursts"), patient);
        for (int n = 0; n < muscle.Length; n++)
            millivolts[n] += scale * (burst[n] ? 3 : 1) * muscle[n];
    }

    private static bool[] Bursts(int length, int samplingRateHz, Philox numbers, uint patient)
    {
        bool[] burst = new bool[length];
        Philox.Stream draws = numbers.Draws(patient);
        if (draws.Uniform() >= 1.0 / 3)
            return burst;

        int count = Math.Max(1, (int)(Range(draws.Uniform(), 1, 3) * length / (60.0 * samplingRateHz)));
        for (int i = 0; i < count; i++)
        {
            int start = draws.Below(length);
            int end = start + (int)(Range(draws.Uniform(), 1, 3) * samplingRateHz);
            burst.AsSpan(start, Math.Min(end, length) - start).Fill(true);
        }

        return burst;
    }

    // 101 taps of the ideal band-pass under a Hamming window; frequencies in cycles per sample.
    private static double[] BandPass(double low, double high)
    {
        const int Half = 50;
        double[] taps = new double[(2 * Half) + 1];
        for (int i = 0; i < taps.Length; i++)
        {
            int m = i - Half;
            double ideal = m == 0 ? 2 * (high - low) : (PortableMath.Sin(2 * Math.PI * high * m) - PortableMath.Sin(2 * Math.PI * low * m)) / (Math.PI * m);
            taps[i] = ideal * (0.54 - (0.46 * PortableMath.Cos(Math.PI * i / Half)));
        }

        return taps;
    }

    private static double Range(double uniform, double from, double to) => from + ((to - from) * uniform);
}
