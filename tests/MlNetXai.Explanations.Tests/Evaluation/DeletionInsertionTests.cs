using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class DeletionInsertionTests
{
    public static TheoryData<string> Cases => [.. GoldenModels.Ids("deletion-curve"), .. GoldenModels.Ids("insertion-curve")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenAttribution_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        double[][] attribution = golden.ExtraTensor("attribution").Rows;
        double[] baseline = [.. golden.Input.Rows[0].Select(_ => golden.Options.GetProperty("replace").GetDouble())];
        bool insertion = id.Contains("insertion", StringComparison.Ordinal);

        double[][] curves =
        [
            .. golden.Input.Rows.Select((row, index) => DeletionInsertion.Reference(golden.Reference, row, golden.Targets[index], attribution[index], baseline, insertion)),
        ];

        GoldenModels.Close(golden.Expected, curves.SelectMany(curve => curve).ToArray(), 1e-9);
        GoldenModels.Close(golden.Extra("area"), curves.Select(DeletionInsertion.Area).ToArray(), 1e-9);
        if (!insertion)
            GoldenModels.Close(golden.Extra("aopc"), curves.Select(DeletionInsertion.Aopc).ToArray(), 1e-9);
    }

    // Single precision: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("deletion-curve", "insertion-curve")]
    public void Measure_GoldenAttribution_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        DeletionOptions options = new() { Baseline = Baseline.Constant(golden.Options.GetProperty("replace").GetSingle()) };
        bool insertion = id.Contains("insertion", StringComparison.Ordinal);

        MethodDeletionInsertion measured = Assert.Single(
            new DeletionInsertion(options).Measure(golden.Engine, golden.Input.Batch, golden.Targets, [new("golden", golden.ExtraTensor("attribution").Batch)]));

        RowCurves curves = insertion ? measured.Insertion : measured.Deletion;
        GoldenModels.Close(golden.Expected, curves.PerRow.SelectMany(curve => curve).ToArray(), 1e-5);
        GoldenModels.Close(golden.Extra("area"), insertion ? measured.InsertionArea : measured.DeletionArea, 1e-5);
        if (!insertion)
            GoldenModels.Close(golden.Extra("aopc"), measured.Aopc, 1e-5);
    }

    [Fact]
    public void Measure_LinearModel_ClosedForm()
    {
        LinearModel model = new(1.0, 2.0, 4.0);
        Batch batch = new(1, 3, 1, new float[] { 1, 1, 1 });

        MethodDeletionInsertion measured = new DeletionInsertion().Measure(model, batch, [0], [new("weights", new(1, 3, 1, new float[] { 1, 2, 4 }))])[0];

        Assert.Equal([7, 3, 1, 0], measured.Deletion.PerRow[0]);
        Assert.Equal([0, 4, 6, 7], measured.Insertion.PerRow[0]);
        Assert.Equal(7.5 / 3, measured.DeletionArea[0], 1e-12);
        Assert.Equal(13.5 / 3, measured.InsertionArea[0], 1e-12);
        Assert.Equal((4 + 6 + 7) / 3.0, measured.Aopc[0], 1e-12);
    }

    [Fact]
    public void Measure_LongRow_GoesInStepsOfOnePercent()
    {
        LinearModel model = new([.. Enumerable.Repeat(1.0, 250)]);
        Batch batch = new(1, 250, 1, Enumerable.Repeat(1f, 250).ToArray());

        MethodDeletionInsertion measured = new DeletionInsertion().Measure(model, batch, [0], [new("any", new(1, 250, 1))])[0];

        Assert.Equal(101, measured.Deletion.Points.Count);
        Assert.Equal(Enumerable.Range(0, 101).Select(point => 250.0 - Math.Floor((point * 2.5) + 0.5)), measured.Deletion.PerRow[0]);
        Assert.Equal(0, measured.Deletion.PerRow[0][100]);
    }

    [Fact]
    public void Measure_MapOfOneValuePerStep_CountsForEveryChannel()
    {
        LinearModel model = new(new RowShape(2, 2), [1, 10, 100, 1000], [0, 0, 0, 0]);
        Batch batch = new(1, 2, 2, new float[] { 1, 1, 1, 1 });

        MethodDeletionInsertion measured = new DeletionInsertion().Measure(model, batch, [0], [new("steps", new(1, 2, 1, new float[] { 1, 2 }))])[0];

        Assert.Equal([1111, 1011, 11, 10, 0], measured.Deletion.PerRow[0]);
    }

    [Fact]
    public void Measure_Interpolation_FillsBetweenWhatIsKept()
    {
        LinearModel model = new(1.0, 10.0, 100.0, 1000.0);
        Batch batch = new(1, 4, 1, new float[] { 2, 9, 9, 8 });
        DeletionInsertion measure = new(new() { Fill = DeletionFill.Interpolation });

        MethodDeletionInsertion measured = measure.Measure(model, batch, [0], [new("map", new(1, 4, 1, new float[] { 1, 3, 4, 2 }))])[0];

        // Deleted: none; the third value (line from 9 to 8); the two in the middle (2, 4, 6, 8); all but the first; all.
        Assert.Equal([8992, 8942, 8642, 2222, 0], measured.Deletion.PerRow[0].Select(score => Math.Round(score)));
        Assert.Equal(9999, Math.Round(measured.Insertion.PerRow[0][1]));
    }

    [Fact]
    public void Measure_Batch_EqualsItsRowsOneByOne()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");
        SalienceMap map = new("input", input);

        double[] whole = new DeletionInsertion().Measure(model, input, targets, [map])[0].Deletion.PerRow[1];
        double[] alone = new DeletionInsertion { BatchRows = 7 }.Measure(model, input.Slice(1, 1), [targets[1]], [new("input", input.Slice(1, 1))])[0].Deletion.PerRow[0];

        Assert.Equal(whole, alone);
    }

    [Fact]
    public void Measure_PaddedRow_DeletesItsDataOnly()
    {
        LinearModel model = new(1.0, 2.0, 4.0, 8.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, 1, 1 }, new int[] { 2 });

        MethodDeletionInsertion measured = new DeletionInsertion().Measure(model, batch, [0], [new("map", new(1, 4, 1, new float[] { 1, 2, 9, 9 }))])[0];

        Assert.Equal([15, 13, 13, 12, 12], measured.Deletion.PerRow[0]);
    }

    [Fact]
    public void Measure_MapOfOtherShape_NamesBoth()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new DeletionInsertion().Measure(new LinearModel(1.0, 2.0), new(1, 2, 1), [0], [new("map", new(1, 3, 1))]));

        Assert.Equal("'map' has 1 row of 3 steps × 1 channels, but is measured on 1 row of 2 steps × 1 channels (an attribution may have 1 channel instead). Give the attribution of these very rows, of all of them and in their order.", error.Message);
    }
}
