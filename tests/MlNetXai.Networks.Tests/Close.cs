using System.Globalization;

namespace MlNetXai.Networks.Tests;

/// <summary>Single-precision values against those of a twin.</summary>
internal static class Close
{
    /// <summary>Fails unless every difference is within a share of the largest expected magnitude, and of 1e-3.</summary>
    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double largest = 1e-3;
        foreach (double value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * largest))
                Xunit.Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"Value {i} is {actual[i]} and not {expected[i]} within {tolerance} of {largest}."));
        }
    }
}
