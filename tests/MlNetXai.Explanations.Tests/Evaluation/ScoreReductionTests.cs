using System.Text.Json;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class ScoreReductionTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("score-reduction");

    // Single precision: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("score-reduction")]
    public void Measure_GoldenSalience_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);

        ScoreReductionResult result = new ScoreReduction(new() { Draws = 1 }).Measure(
            golden.Engine, golden.Input.Batch, golden.Targets, [new("golden", golden.ExtraTensor("salience").Batch)]);

        MethodScoreReduction method = Assert.Single(result.Methods);
        GoldenModels.Close(golden.Extra("per_row"), method.Reduction.PerRow.SelectMany(row => row).ToArray(), 1e-5);
        GoldenModels.Close(golden.Expected, method.Reduction.Mean(), 1e-5);
        GoldenModels.Close(
            golden.Extra("deleted"), method.ShareDeleted.PerRow.SelectMany(row => row).Select(share => share * golden.Input.Batch.Shape.Length).ToArray(), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenSalience_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        double[][] salience = golden.ExtraTensor("salience").Rows;
        double[] alphas = GoldenModels.Numbers(golden.Options.GetProperty("alpha"));
        double[] baseline = [.. golden.Input.Rows[0].Select(_ => golden.Options.GetProperty("k").GetDouble())];

        double[] reductions = golden.Twin((row, target, index) => ScoreReduction.Reference(golden.Reference, row, target, salience[index], baseline, alphas));

        GoldenModels.Close(golden.Extra("per_row"), reductions, 1e-9);
    }

    [Fact]
    public void Measure_LinearModel_ClosedForm()
    {
        LinearModel model = new(4.0, 3.0, 2.0, 1.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, 1, 1 });
        ScoreReduction measure = new(new() { Alphas = [0, 0.5, 1], Shares = [0.25, 0.5, 1] });

        ScoreReductionResult result = measure.Measure(model, batch, [0], [new("weights", new(1, 4, 1, new float[] { 4, 3, 2, 1 }))]);

        // σ = 1, 2/3, 1/3, 0: three, two and no elements go.
        MethodScoreReduction method = result.Methods[0];
        GoldenModels.Close([9 * 0.25, 7 * 0.5, 0], method.Reduction.PerRow[0], 1e-9);
        GoldenModels.Close([0.75, 0.5, 0], method.ShareDeleted.PerRow[0], 1e-9);
        GoldenModels.Close([4 * 0.75, 7 * 0.5, 0], method.FixedShare.PerRow[0], 1e-9);
        Assert.Equal(10, result.Scores[0], 1e-9);
    }

    [Fact]
    public void Measure_EqualWeights_PairedRandomEqualsMethod()
    {
        LinearModel model = new(1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
        Batch batch = new(2, 6, 1, new float[] { 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1 });
        Batch salience = new(2, 6, 1, new float[] { 6, 5, 4, 3, 2, 1, 1, 0, 0, 0, 0, 0 });

        MethodScoreReduction method = new ScoreReduction().Measure(model, batch, [0, 0], [new("any", salience)]).Methods[0];

        for (int row = 0; row < 2; row++)
            GoldenModels.Close(method.Reduction.PerRow[row], method.PairedRandom.PerRow[row], 1e-9);
    }

    [Fact]
    public void Measure_FewerPairedAlphasWithoutRandomSalience_LeavesTheOthersAsTheyAre()
    {
        LinearModel model = new(3.0, 1.0, 2.0, 5.0, 1.0, 4.0);
        Batch batch = new(2, 6, 1, new float[] { 2, 2, 2, 1, 2, 2, 1, 1, 3, 1, 1, 1 });
        SalienceMap map = new("any", new(2, 6, 1, new float[] { 6, 5, 4, 3, 2, 1, 1, 0, 2, 0, 4, 0 }));

        ScoreReductionResult all = new ScoreReduction().Measure(model, batch, [0, 0], [map]);
        ScoreReductionResult some = new ScoreReduction(new() { PairedAlphas = [0.1, 0.5], RandomSalience = false }).Measure(model, batch, [0, 0], [map]);

        Assert.Equal(all.Methods[0].Reduction.PerRow, some.Methods[0].Reduction.PerRow);
        for (int row = 0; row < 2; row++)
        {
            double[] own = all.Methods[0].Reduction.PerRow[row], random = all.Methods[0].PairedRandom.PerRow[row];
            Assert.Equal(random.Select((value, point) => point is 2 or 10 ? value : double.NaN), some.Methods[0].PairedRandom.PerRow[row]);
            Assert.Equal((own[2] - random[2] + own[10] - random[10]) / 2, some.Methods[0].MeanAboveRandom[row], 1e-12);
            Assert.Equal(own.Average() - random.Average(), all.Methods[0].MeanAboveRandom[row], 1e-12);
        }

        Assert.All(some.Random.PerRow.Concat(some.RandomFixedShare.PerRow), row => Assert.All(row, value => Assert.True(double.IsNaN(value))));
    }

    [Fact]
    public void Measure_RandomSalience_DeletesAboutOneMinusAlpha()
    {
        LinearModel model = new([.. Enumerable.Repeat(1.0, 200)]);
        Batch batch = new(1, 200, 1, Enumerable.Repeat(1f, 200).ToArray());

        ScoreReductionResult result = new ScoreReduction(new() { Alphas = [0.25, 0.75] }).Measure(model, batch, [0], []);

        // 200(1 − α) elements go, each worth 1; what is left is α.
        Assert.Equal(200 * 0.75 * 0.25, result.Random.PerRow[0][0], 3.0);
        Assert.Equal(200 * 0.25 * 0.75, result.Random.PerRow[0][1], 3.0);
    }

    [Fact]
    public void Measure_InclusiveRule_DeletesEverythingAtZero()
    {
        LinearModel model = new(4.0, 3.0);
        Batch batch = new(1, 2, 1, new float[] { 1, 1 });
        ScoreReduction measure = new(new() { Alphas = [0, 1], Rule = ThresholdRule.Inclusive });

        MethodScoreReduction method = measure.Measure(model, batch, [0], [new("weights", new(1, 2, 1, new float[] { 4, 3 }))]).Methods[0];

        Assert.Equal([1.0, 0.5], method.ShareDeleted.PerRow[0]);
        Assert.Equal([0.0, 2.0], method.Reduction.PerRow[0]);
    }

    [Fact]
    public void Measure_Relative_DividesByTheScoresMagnitude()
    {
        LinearModel model = new(-4.0, -1.0);
        Batch batch = new(1, 2, 1, new float[] { 1, 1 });
        SalienceMap map = new("map", new(1, 2, 1, new float[] { 0, 1 }));

        double[] relative = new ScoreReduction(new() { Alphas = [0], Relative = true }).Measure(model, batch, [0], [map]).Methods[0].Reduction.PerRow[0];

        Assert.Equal([-1 * 0.5 / 5], relative);
    }

    [Fact]
    public void Measure_OneValuePerStep_IsRepeatedOverChannels()
    {
        LinearModel model = new(new RowShape(2, 2), [1, 1, 1, 1], [0, 0, 0, 0]);
        Batch batch = new(1, 2, 2, new float[] { 1, 2, 3, 4 });
        SalienceMap map = new("map", new(1, 2, 1, new float[] { 0, 1 }));

        MethodScoreReduction method = new ScoreReduction(new() { Alphas = [0.5] }).Measure(model, batch, [0], [map]).Methods[0];

        Assert.Equal([0.5], method.ShareDeleted.PerRow[0]);
        Assert.Equal([3.5], method.Reduction.PerRow[0]);
    }

    [Fact]
    public void Measure_OtherBatchAndBlockSizes_SameBits()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        SalienceMap[] maps = [new("signed", input), new("magnitude", input, SalienceView.Magnitude)];

        ScoreReductionResult whole = new ScoreReduction().Measure(model, input, targets, maps);
        ScoreReductionResult small = new ScoreReduction { BatchRows = 7, BlockRows = 1 }.Measure(model, input, targets, maps);

        for (int row = 0; row < input.Rows; row++)
        {
            Assert.Equal(whole.Random.PerRow[row], small.Random.PerRow[row]);
            Assert.Equal(whole.Methods[1].PairedRandom.PerRow[row], small.Methods[1].PairedRandom.PerRow[row]);
            Assert.Equal(whole.Methods[0].Reduction.PerRow[row], small.Methods[0].Reduction.PerRow[row]);
        }
    }

    [Fact]
    public void Measure_RowKeys_DecideTheDraws()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        ScoreReduction measure = new(new() { Draws = 2 });

        ScoreReductionResult together = measure.Measure(model, input, targets, [], [1, 2, 3]);
        ScoreReductionResult alone = measure.Measure(model, input.Slice(1, 1), targets.AsSpan(1, 1), [], [2]);

        Assert.Equal(together.Random.PerRow[1], alone.Random.PerRow[0]);
    }

    [Fact]
    public void Measure_NaNInAMap_NamesMethodAndRow()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        Batch values = new(3, 24, 1);
        values.Row(2)[5] = float.NaN;

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new ScoreReduction().Measure(model, input, targets, [new("my-method", values)]));

        Assert.StartsWith("my-method, row 2, step 5, channel 0: the value is NaN", error.Message);
    }

    [Fact]
    public void Measure_MapOfOtherRows_NamesBothShapes()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");

        ShapeException error = Assert.Throws<ShapeException>(() => new ScoreReduction().Measure(model, input, targets, [new("my-method", new(2, 24, 1))]));

        Assert.Contains("'my-method' has 2 rows of 24 steps × 1 channels, but is measured on 3 rows", error.Message);
    }

    [Fact]
    public void Measure_Cancelled_Throws()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        using CancellationTokenSource source = new();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new ScoreReduction().Measure(model, input, targets, [], cancellation: source.Token));
    }

    [Fact]
    public void Options_AlphaAboveOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ScoreReductionOptions { Alphas = [0, 1.5] });
}
