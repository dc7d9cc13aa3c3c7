namespace MlNetXai.Signals.Synthesis;

/// <summary>Times of the beats of one patient, with the variability of a heart at rest and early ventricular beats.</summary>
internal static class Rhythm
{
    /// <summary>A beat: R in seconds, the sinus rhythm's RR there in seconds, and whether it is ventricular.</summary>
    public readonly record struct Beat(double Time, double Rr, bool Ventricular);

    /// <summary>Mean and standard deviation of RR in seconds, LF/HF power ratio, share of ventricular beats.</summary>
    public readonly record struct Settings(double MeanRr, double DeviationRr, double PowerRatio, double VentricularShare);

    /// <summary>Beats from 0.35–0.65 s on, up to one second behind the end, so that the last waves of the record are there.</summary>
    public static IEnumerable<Beat> Beats(Settings settings, ulong seed, uint patient, int seconds)
    {
        Philox numbers = new(seed, "synthetic rhythm");
        Func<double, double> rr = Tachogram(settings, new(seed, "synthetic tachogram phases"), patient, seconds);

        // A ventricular beat never follows another directly, which this probability makes good for.
        double probability = settings.VentricularShare / (1 - settings.VentricularShare);
        double time = 0.35 + (0.3 * numbers.Uniform(0, patient)), interval = rr(time);
        bool ventricular = true;   // of the beat before: the first beat has none to be early against
        for (uint i = 0; time < seconds + 1; i++)
        {
            ventricular = !ventricular && numbers.Uniform(i, patient, 1) < probability;

            // Early by 30–42 % of RR; the sinus node keeps its time, so that the pause after it is fully compensatory.
            double early = ventricular ? interval * (0.30 + (0.12 * numbers.Uniform(i, patient, 2))) : 0;
            yield return new(time - early, interval, ventricular);
            interval = rr(time);
            time += interval;
        }
    }

    // RR over time as in ECGSYN (McSharry and others 2003, equations 3 and 4): amplitudes √S(f) with random phases, S = ratio·G(f; 0.1, 0.01) + G(f; 0.25, 0.01) Hz
    // plus a small floor below 0.04 Hz; then scaled to the mean and standard deviation asked for on a grid of one second.
    private static Func<double, double> Tachogram(Settings settings, Philox phases, uint patient, int seconds)
    {
        int period = Math.Max(128, seconds);
        (double Turns, double Amplitude, double Phase)[] lines = [.. Enumerable.Range(1, period * 3 / 10).Select(k =>
        {
            double f = (double)k / period;
            double floor = f < 0.04 ? 2 : 0;
            double power = (settings.PowerRatio * Density(f, 0.1)) + Density(f, 0.25) + floor;
            return (f, Math.Sqrt(power), phases.Uniform((uint)k, patient));
        })];

        // Sums in a fixed order: a library may add in another.
        double mean = 0, squares = 0;
        for (int t = 0; t < seconds; t++)
            mean += Sum(t) / seconds;
        for (int t = 0; t < seconds; t++)
            squares += (Sum(t) - mean) * (Sum(t) - mean);
        double deviation = Math.Sqrt(squares / seconds);
        return t => settings.MeanRr + (settings.DeviationRr * (Sum(t) - mean) / deviation);

        double Sum(double t)
        {
            double sum = 0;
            foreach ((double turns, double amplitude, double phase) in lines)
                sum += amplitude * PortableMath.Cos(2 * Math.PI * ((turns * t) + phase));
            return sum;
        }
    }

    private static double Density(double f, double centre)
    {
        const double Width = 0.01;
        double z = (f - centre) / Width;
        return PortableMath.Exp(-0.5 * z * z) / (Width * Math.Sqrt(2 * Math.PI));
    }
}
