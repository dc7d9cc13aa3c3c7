using System.Text.Json;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Evaluation;

internal static class ConfusionMatrixAssert
{
    /// <summary>Counts, precision, recall, and the formatted table character by character.</summary>
    public static void Equal(JsonElement expected, ConfusionMatrix actual)
    {
        JsonElement[] counts = [.. expected.GetProperty("counts").EnumerateArray()];
        Assert.Equal(counts.Length, actual.Counts.Count);
        for (int row = 0; row < counts.Length; row++)
            Assert.Equal(counts[row].Numbers(), actual.Counts[row]);
        GoldenNumbers.AssertEqual(expected.GetProperty("PerClassPrecision").Numbers(), actual.PerClassPrecision, "PerClassPrecision");
        GoldenNumbers.AssertEqual(expected.GetProperty("PerClassRecall").Numbers(), actual.PerClassRecall, "PerClassRecall");
        Assert.Equal(expected.GetProperty("table").GetString(), actual.GetFormattedConfusionTable());
    }
}
