using System.Text.Json;
using MlNetXai.Tests;

namespace MlNetXai.Signals.Tests.Beats;

/// <summary>The signal of integers that the golden numbers were made from, by integer arithmetic only.</summary>
internal static class GoldenSignal
{
    private const int Samples = 36000;

    /// <summary>The golden file.</summary>
    public static JsonElement Expected { get; } = Golden.Json("signals.json").RootElement;

    /// <summary>The whole signal.</summary>
    public static int[] Integers { get; } = Generate();

    /// <summary>Its first samples, divided by 200.</summary>
    public static double[] Millivolts(int samples) => Array.ConvertAll(Integers[..samples], value => value / 200.0);

    private static int[] Generate()
    {
        uint state = 12345;
        int Draw()
        {
            state = (1664525 * state) + 1013904223;
            return (int)(state >> 16);
        }

        int[] x = new int[Samples];
        for (int n = 0; n < Samples; n++)
            x[n] = (Draw() % 15) - 7;
        for (int n = 0; n < Samples; n++)
            x[n] += (Math.Abs((n % 1440) - 720) / 12) - 30;

        (int Centre, int Width, int Height)[] early = [(0, 28, 260), (34, 20, -140), (100, 45, -90)];
        (int Centre, int Width, int Height)[] inverted = [(-58, 18, 24), (-9, 5, -30), (0, 9, 90), (14, 9, -220), (92, 40, 60)];
        (int Centre, int Width, int Height)[] normal = [(-58, 18, 24), (-9, 5, -30), (0, 9, 220), (10, 6, -50), (92, 40, 60)];
        for (int p = 200, b = 0; p < Samples; b++)
        {
            foreach ((int centre, int width, int height) in b % 11 == 7 ? early : p >= 24000 ? inverted : normal)
            {
                for (int n = Math.Max(0, p + centre - width + 1); n < Math.Min(Samples, p + centre + width); n++)
                    x[n] += Math.Sign(height) * (Math.Abs(height) * (width - Math.Abs(n - p - centre)) / width);
            }

            int interval = 280 + (Draw() % 41);
            p += (b % 11) switch
            {
                6 => interval - 90,
                7 => interval + 90,
                _ => interval,
            };
        }

        x.AsSpan(20000, 900).Clear();
        return x;
    }
}
