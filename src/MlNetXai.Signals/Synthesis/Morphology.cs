namespace MlNetXai.Signals.Synthesis;

/// <summary>The waves that make a class: signals like lead MLII, one table per class, before a patient varies them.</summary>
/// <remarks>Values of our own, chosen to look like the classes' textbook forms: R with a wide S, paced beats with a spike, a wide QRS and an
/// inverted T, V with a wide, tall QRS and an inverted T, the last two without P.</remarks>
internal sealed class Morphology
{
    // name, centre ms, amplitude mV, σ left and right ms
    private static readonly (string Name, double Centre, double Amplitude, double Left, double Right) NormalP = ("P", -150, 0.13, 22, 22);

    private static readonly Dictionary<string, (string Name, double Centre, double Amplitude, double Left, double Right)[]> Tables = new(StringComparer.Ordinal)
    {
        ["N"] = [NormalP, ("Q", -28, -0.10, 8, 8), ("R", 0, 1.10, 11, 11), ("S", 28, -0.22, 10, 10), ("T", 270, 0.28, 55, 35)],
        ["R"] = [NormalP, ("Q", -28, -0.08, 8, 8), ("R", 0, 0.95, 12, 12), ("S", 60, -0.45, 18, 30), ("T", 290, 0.22, 55, 35)],
        ["/"] = [("spike", -52, 0.80, 1.5, 1.5), ("R", 0, 1.20, 26, 36), ("S", 95, -0.35, 22, 30), ("T", 300, -0.35, 60, 45)],
        ["V"] = [("R", 0, 1.55, 30, 26), ("S", 82, -0.55, 28, 34), ("T", 300, -0.45, 60, 45)],
    };

    private readonly Wave[] _waves;

    private Morphology(Wave[] waves) => _waves = waves;

    /// <summary>The classes, in this order everywhere.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["N", "R", "/", "V"];

    /// <summary>A patient's form of a class: every centre × N(1, 0.06), amplitude × N(1, 0.12), σ × log-normal 0.08.</summary>
    /// <param name="label">One of <see cref="Classes"/>.</param>
    /// <param name="seed">Seed of the set.</param>
    /// <param name="patient">Number of the patient.</param>
    /// <param name="gain">What multiplies all amplitudes of the class.</param>
    public static Morphology Of(string label, ulong seed, uint patient, double gain)
    {
        return new([.. Tables[label].Select((w, i) =>
        {
            // A bundle branch block leaves the atria alone: P of R is the patient's P of N.
            Philox numbers = new(seed, "synthetic morphology " + (w.Name == "P" ? "N" : label));
            double centre = w.Centre * (1 + (0.06 * PortableMath.Gaussian(numbers, patient, (uint)i, 0)));
            double amplitude = gain * w.Amplitude * (1 + (0.12 * PortableMath.Gaussian(numbers, patient, (uint)i, 1)));
            double width = PortableMath.Exp(0.08 * PortableMath.Gaussian(numbers, patient, (uint)i, 2));
            return new Wave(w.Name, centre / 1000, amplitude, width * w.Left / 1000, width * w.Right / 1000);
        })]);
    }

    /// <summary>The waves of one beat: T comes later when the heart is slow, centre × √(RR / 0.8 s).</summary>
    /// <param name="rr">RR of the sinus rhythm at the beat, in seconds.</param>
    public IEnumerable<Wave> Waves(double rr) =>
        _waves.Select(w => w.Name == "T" ? w with { Centre = w.Centre * Math.Sqrt(rr / 0.8) } : w);
}
