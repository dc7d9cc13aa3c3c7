using System.Text.Json;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests;

/// <summary>Numbers of golden files, where NaN and infinities are strings.</summary>
internal static class GoldenNumbers
{
    public static double Number(this JsonElement element) => element.ValueKind != JsonValueKind.String
        ? element.GetDouble()
        : element.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(Number)];

    public static float[] Singles(this JsonElement element) => [.. element.EnumerateArray().Select(number => (float)number.Number())];

    public static JsonElement[] Section(string name)
    {
        using JsonDocument file = MlNetXai.Tests.Golden.Json("mlnet.json");
        return [.. file.RootElement.GetProperty(name).Clone().EnumerateArray()];
    }

    public static JsonElement Case(string section, string name) => Section(section).Single(element => element.GetProperty("name").GetString() == name);

    /// <summary>To 1e-12, relative; equal infinities and NaN are equal.</summary>
    public static void AssertEqual(double expected, double actual, string what)
    {
        bool equal = expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected));
        Assert.True(equal, $"{what}: expected {expected:R}, got {actual:R}");
    }

    public static void AssertEqual(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int index = 0; index < expected.Count; index++)
            AssertEqual(expected[index], actual[index], $"{what}[{index}]");
    }
}
