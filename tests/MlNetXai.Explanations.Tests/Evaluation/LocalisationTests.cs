using System.Text.Json;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class LocalisationTests
{
    [Fact]
    public void Measure_GoldenRow_EqualsReading()
    {
        JsonElement golden = GoldenModels.Statistics.GetProperty("localisation");
        float[] values = [.. GoldenModels.Numbers(golden.GetProperty("attribution")).Select(value => (float)value)];
        bool[] truth = [.. GoldenModels.Numbers(golden.GetProperty("truth")).Select(value => value == 1)];

        RowLocalisation row = Assert.Single(new Localisation().Measure(new(1, 40, 1, values), [truth]).Rows);

        Assert.Equal(golden.GetProperty("auprc_average_precision").GetDouble(), row.AveragePrecision, 1e-12);
        Assert.Equal(golden.GetProperty("pointing_game").GetDouble() == 1, row.Pointing);
        Assert.Equal(golden.GetProperty("relevance_mass").GetDouble(), row.RelevanceMass!.Value, 1e-7);
        Assert.Equal(golden.GetProperty("relevance_rank").GetDouble(), row.RelevanceRank, 1e-12);
        Assert.Equal(golden.GetProperty("auroc_ties_half").GetDouble(), row.Auroc!.Value, 1e-12);
        Assert.Equal(15 / 40.0, row.BaseRate);
    }

    [Fact]
    public void Measure_ConstantAttribution_IsTheBaseRate()
    {
        RowLocalisation row = new Localisation().Measure(new(1, 4, 1), [[false, true, false, false]]).Rows[0];

        Assert.Equal(0.25, row.AveragePrecision);
        Assert.Equal(0.5, row.Auroc);
        Assert.Null(row.RelevanceMass);
        Assert.False(row.Pointing);
    }

    [Theory]
    [InlineData(49)]
    [InlineData(123)]
    [InlineData(212)]
    public void AveragePrecision_PerfectOrder_IsExactly1(int positives)
    {
        float[] scores = [.. Enumerable.Range(0, 2 * positives).Select(i => (float)-i)];
        bool[] truth = [.. scores.Select((_, i) => i < positives)];

        Assert.Equal(1, Localisation.AveragePrecision(scores, truth));
    }

    [Fact]
    public void Measure_EvidenceAgainst_CountsByMagnitudeOnly()
    {
        RowLocalisation row = new Localisation().Measure(new(1, 4, 1, new float[] { 1, -9, 0, 2 }), [[false, true, false, false]]).Rows[0];

        Assert.Equal(0.25, row.AveragePrecision);
        Assert.Equal(1, row.AveragePrecisionMagnitude);
    }

    [Fact]
    public void Measure_DilationAndTolerance_WidenAlongTime()
    {
        Batch values = new(1, 4, 2, new float[] { 0, 0, 5, 0, 0, 0, 0, 0 });
        bool[] truth = [false, false, true, false];

        RowLocalisation plain = new Localisation().Measure(values, [truth]).Rows[0];
        RowLocalisation wide = new Localisation(new() { DilationSteps = 1 }).Measure(values, [truth]).Rows[0];
        RowLocalisation tolerant = new Localisation(new() { PointingToleranceSteps = 1 }).Measure(values, [truth]).Rows[0];

        Assert.Equal((0.25, false), (plain.BaseRate, plain.Pointing));
        Assert.Equal((0.75, true), (wide.BaseRate, wide.Pointing));
        Assert.Equal((0.25, true), (tolerant.BaseRate, tolerant.Pointing));
    }

    [Fact]
    public void Measure_RowWithoutTruth_IsCountedAndLeftOut()
    {
        LocalisationResult result = new Localisation().Measure(new(2, 2, 1), [[false, false], [true, true]]);

        Assert.Equal(1, result.RowsWithoutTruth);
        RowLocalisation row = Assert.Single(result.Rows);
        Assert.Equal(1, row.Row);
        Assert.Null(row.Auroc);
    }

    [Fact]
    public void Measure_TruthOfOtherLength_NamesRowAndLengths()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new Localisation().Measure(new(1, 2, 1), [[true]]));

        Assert.Equal("truth, row 0 has 1 values; it needs 2 (one per step) or 2 (one per step and channel).", error.Message);
    }
}
