namespace MlNetXai.Signals.Synthesis;

/// <summary>One wave of a beat: A·exp(−½((t − R − centre)/σ)²) with a σ on each side; seconds and mV.</summary>
internal readonly record struct Wave(string Name, double Centre, double Amplitude, double SigmaLeft, double SigmaRight)
{
    /// <summary>Where the wave is said to begin and end, in σ from its centre.</summary>
    public const double BoundSigmas = 2.5;

    // Beyond this many σ the wave is below 10⁻⁷ of its amplitude and left out.
    private const double SupportSigmas = 6;

    public double Onset => Centre - (BoundSigmas * SigmaLeft);

    public double End => Centre + (BoundSigmas * SigmaRight);

    /// <summary>Adds the wave of a beat at time <paramref name="r"/> (seconds), times <paramref name="scale"/>, to samples that begin at <paramref name="firstSample"/>.</summary>
    public void AddTo(Span<double> samples, long firstSample, int samplingRateHz, double r, double scale)
    {
        double centre = r + Centre;
        long from = Math.Max((long)Math.Ceiling((centre - (SupportSigmas * SigmaLeft)) * samplingRateHz), firstSample);
        long to = Math.Min((long)Math.Floor((centre + (SupportSigmas * SigmaRight)) * samplingRateHz), firstSample + samples.Length - 1);
        for (long n = from; n <= to; n++)
        {
            double distance = ((double)n / samplingRateHz) - centre;
            double z = distance / (distance < 0 ? SigmaLeft : SigmaRight);
            samples[(int)(n - firstSample)] += scale * Amplitude * PortableMath.Exp(-0.5 * z * z);
        }
    }
}
