namespace MlNetXai.Signals.Synthesis;

/// <summary>What one patient's heart does: its rhythm and its form of every class, also of those the record does not hold.</summary>
internal sealed class SyntheticPatient
{
    private readonly Dictionary<string, Morphology> _forms;

    public SyntheticPatient(string kind, ulong seed, uint number)
    {
        Kind = kind;
        Philox numbers = new(seed, "synthetic patient");
        bool paced = kind == "/";
        double mean = paced ? Range(0, 0.80, 0.95) : Range(0, 0.65, 1.05);
        double deviation = paced ? 0.005 : Range(1, 0.02, 0.06);
        double ventricularShare = kind == "mixed" ? 0.20 : Range(2, 0.05, 0.10);
        Settings = new(mean, mean * deviation, Range(3, 0.3, 3), ventricularShare);

        double gain = PortableMath.Exp(0.20 * PortableMath.Gaussian(numbers, 4, number));
        double sign = numbers.Uniform(5, number) < 1.0 / 3 ? -1 : 1;
        _forms = Morphology.Classes.ToDictionary(c => c, c => Morphology.Of(c, seed, number, c == "V" ? sign * gain : gain), StringComparer.Ordinal);

        double Range(uint index, double from, double to) => from + ((to - from) * numbers.Uniform(index, number));
    }

    /// <summary>Which beats the patient mainly has: "N", "R", "/" or "mixed".</summary>
    public string Kind { get; }

    public Rhythm.Settings Settings { get; }

    /// <summary>Class of the beats that are not ventricular.</summary>
    public string MainClass => Kind == "mixed" ? "N" : Kind;

    /// <summary>The patient's form of a class.</summary>
    public Morphology Form(string label) => _forms[label];
}
