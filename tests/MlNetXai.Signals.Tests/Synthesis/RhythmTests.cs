using Xunit;

namespace MlNetXai.Signals.Synthesis;

public sealed class RhythmTests
{
    [Fact]
    public void Beats_DefaultSet_SinusIntervalsHaveTheStatedMeanAndDeviation()
    {
        foreach (SyntheticRecord record in DefaultSet.Records)
        {
            double[] rr = [.. SinusIntervals(record)];
            double mean = rr.Average(), deviation = Math.Sqrt(rr.Average(v => (v - mean) * (v - mean)));
            bool paced = record.Kind == "/";

            // A little wider than the settings: only intervals between two beats of the sinus rhythm count, and times are whole samples (2.8 ms).
            Assert.InRange(mean, paced ? 0.79 : 0.63, paced ? 0.96 : 1.07);
            Assert.InRange(deviation / mean, paced ? 0.002 : 0.012, paced ? 0.008 : 0.075);
        }
    }

    [Fact]
    public void Beats_Ventricular_ComesEarlyThenPausesFully()
    {
        foreach (SyntheticRecord record in DefaultSet.Records)
        {
            IReadOnlyList<Annotation> beats = record.Beats;
            for (int i = 1; i + 1 < beats.Count; i++)
            {
                if (beats[i].Symbol() != "V")
                    continue;

                // The beats around it are two sinus intervals apart; it stands 58–70 % into the first, which the variability of RR widens.
                double both = beats[i + 1].Sample - beats[i - 1].Sample, before = beats[i].Sample - beats[i - 1].Sample;
                Assert.NotEqual("V", beats[i - 1].Symbol());
                Assert.InRange(2 * before / both, 0.50, 0.78);
                Assert.InRange(both / 2 / 360, 0.55, 1.25);
            }
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(3)]
    public void Beats_LongRecord_PowerAroundTenthAndQuarterHertzHasTheRatioAskedFor(double ratio)
    {
        Rhythm.Beat[] beats = [.. Rhythm.Beats(new(0.8, 0.03, ratio, VentricularShare: 0.01), seed: 5, patient: 0, seconds: 1200)];

        double low = Power(beats, 0.07, 0.13), high = Power(beats, 0.22, 0.28);

        Assert.InRange(low / high, ratio / 1.5, ratio * 1.5);
    }

    [Fact]
    public void Beats_AnySettings_TimesIncrease()
    {
        for (uint patient = 0; patient < 20; patient++)
        {
            double[] times = [.. Rhythm.Beats(new(0.65, 0.04, 1, 0.2), seed: 6, patient, seconds: 60).Select(b => b.Time)];

            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.25));
        }
    }

    private static IEnumerable<double> SinusIntervals(SyntheticRecord record) =>
        record.Beats.Zip(record.Beats.Skip(1)).Where(p => p.First.Symbol() != "V" && p.Second.Symbol() != "V").Select(p => (p.Second.Sample - p.First.Sample) / 360.0);

    // Sum of squared Fourier components of RR, taken at the beats' times, over a band.
    private static double Power(Rhythm.Beat[] beats, double from, double to)
    {
        double mean = beats.Average(b => b.Rr), power = 0;
        for (double f = from; f <= to; f += 1.0 / 1200)
        {
            double cosine = beats.Sum(b => (b.Rr - mean) * Math.Cos(2 * Math.PI * f * b.Time)), sine = beats.Sum(b => (b.Rr - mean) * Math.Sin(2 * Math.PI * f * b.Time));
            power += (cosine * cosine) + (sine * sine);
        }

        return power;
    }
}
