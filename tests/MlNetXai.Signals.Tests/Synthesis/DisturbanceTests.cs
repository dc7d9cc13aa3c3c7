using Xunit;

namespace MlNetXai.Signals.Synthesis;

public sealed class DisturbanceTests
{
    private const int Rate = 360;

    [Fact]
    public void AddTo_ManyPatients_SlowAndFastPartsLieInTheStatedRanges()
    {
        for (uint patient = 0; patient < 12; patient++)
        {
            double[] lead = Disturbed(patient);

            // A mean over 1/10 s leaves wander (four sines of 0.02–0.12 mV); what is left over is mains and muscle noise.
            double[] slow = [.. Enumerable.Range(18, lead.Length - 36).Select(n => lead.AsSpan(n - 18, 36).ToArray().Average())];
            double[] fast = [.. slow.Select((v, i) => lead[i + 18] - v)];
            Assert.InRange(Deviation(slow), 0.02, 0.18);
            Assert.InRange(Deviation(fast), 0.008, 0.12);
        }
    }

    [Fact]
    public void AddTo_ManyPatients_AboutAThirdHasBursts()
    {
        int bursts = 0;
        for (uint patient = 0; patient < 60; patient++)
        {
            double[] lead = Disturbed(patient);
            double[] rough = [.. lead.Skip(2).Select((v, i) => v - (2 * lead[i + 1]) + lead[i])];
            double[] seconds = [.. rough.Chunk(Rate / 2).Select(Deviation).Order()];
            if (seconds[^1] > 1.8 * seconds[seconds.Length / 2])
                bursts++;
        }

        Assert.InRange(bursts, 10, 30);
    }

    private static double[] Disturbed(uint patient)
    {
        double[] lead = new double[20 * Rate];
        Disturbance.AddTo(lead, Rate, seed: 9, patient);
        return lead;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
