using System.Text.Json;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class AgreementTests
{
    [Fact]
    public void Measure_GoldenRows_EqualsReading()
    {
        JsonElement golden = GoldenModels.Statistics.GetProperty("agreement");
        double[] a = GoldenModels.Numbers(golden.GetProperty("a")), b = GoldenModels.Numbers(golden.GetProperty("b"));
        double share = golden.GetProperty("top_k").GetDouble() / a.Length;

        RowAgreement row = Assert.Single(Assert.Single(new Agreement(new() { TopShare = share }).Measure([Map("a", a), Map("b", b)])).Rows);

        Assert.Equal(golden.GetProperty("spearman").GetDouble(), row.Spearman!.Value, 1e-9);
        Assert.Equal(golden.GetProperty("spearman").GetDouble(), Agreement.Spearman(a, b)!.Value, 1e-9);
        Assert.Equal(golden.GetProperty("top_k_intersection").GetDouble(), row.TopOverlap!.Value, 1e-9);
        Assert.Equal(golden.GetProperty("sign_agreement_both_nonzero").GetDouble(), row.SignAgreement!.Value, 1e-9);
    }

    [Fact]
    public void Measure_OppositeMaps_AgreeInMagnitudeOnly()
    {
        RowAgreement row = new Agreement().Measure([Map("a", [1, 2, -3]), Map("b", [-1, -2, 3])])[0].Rows[0];

        Assert.Equal(new RowAgreement(-1, 1, 1, 0, -1), row);
    }

    [Fact]
    public void Measure_BentMap_KeepsItsRanksAndNotItsProportions()
    {
        // About their means 2 and 7: (−1, 0, 1) and (−6, −3, 9), products 15, squares 2 and 126.
        RowAgreement row = new Agreement().Measure([Map("a", [1, 2, 3]), Map("b", [1, 4, 16])])[0].Rows[0];

        Assert.Equal(1, row.Spearman!.Value, 1e-12);
        Assert.Equal(15 / Math.Sqrt(2 * 126), row.Pearson!.Value, 1e-12);
    }

    [Fact]
    public void Measure_ConstantMapWhoseMeanRounds_HasNoCorrelation()
    {
        double[] constant = [.. Enumerable.Repeat(0.1, 7)];

        Assert.Null(new Agreement().Measure([Map("a", constant), Map("b", [1, 2, 3, 4, 5, 6, 8])])[0].Rows[0].Pearson);
    }

    [Fact]
    public void Measure_ConstantMap_IsUndefined()
    {
        RowAgreement row = new Agreement().Measure([Map("a", [1, 2, 3]), Map("b", [0, 0, 0])])[0].Rows[0];

        Assert.Equal(new RowAgreement(null, null, null, null, null), row);
    }

    [Fact]
    public void Measure_OneValuePerStep_IsRepeatedOverChannels()
    {
        SalienceMap steps = new("steps", new(1, 2, 1, new float[] { 1, 2 })), cells = new("cells", new(1, 2, 2, new float[] { 1, 1, 2, 2 }));

        Assert.Equal(1, new Agreement().Measure([steps, cells])[0].Rows[0].Spearman!.Value, 1e-12);
    }

    [Fact]
    public void Measure_ThreeMaps_GivesEveryPairOnce()
    {
        IReadOnlyList<PairAgreement> pairs = new Agreement().Measure([Map("a", [1, 2]), Map("b", [1, 2]), Map("c", [2, 1])]);

        Assert.Equal(["a-b", "a-c", "b-c"], pairs.Select(pair => $"{pair.First}-{pair.Second}"));
        Assert.Equal([1, -1, -1], pairs.Select(pair => pair.Rows[0].Spearman!.Value));
    }

    [Fact]
    public void PerClass_RowsOfTwoClasses_AveragesAndCountsUndefined()
    {
        PairAgreement pair = new("a", "b", [new(1, 1, 1, 1, 0.5), new(0, 1, 0.5, 1, 0.25), new(null, null, null, null, null), new(-1, 1, 0, 0, -1)]);
        PatientBootstrap bootstrap = new(["p", "q", "r", "s"], new() { Draws = 50 });

        IReadOnlyList<ClassAgreement> classes = Agreement.PerClass(pair, [0, 0, 0, 1], ["N", "V"], bootstrap);
        ClassAgreement all = Agreement.Overall(pair, "all", bootstrap);

        Assert.Equal(("N", 3, 1, 0.5, 0.75), (classes[0].Class, classes[0].Rows, classes[0].UndefinedRows, classes[0].Spearman.Estimate, classes[0].TopOverlap.Estimate));
        Assert.Equal(("V", 1, 0, -1.0), (classes[1].Class, classes[1].Rows, classes[1].UndefinedRows, classes[1].Spearman.Estimate));
        Assert.Equal(("all", 4, 1, 0.0), (all.Class, all.Rows, all.UndefinedRows, all.Spearman.Estimate));
        Assert.Equal((0.375, -0.25 / 3), (classes[0].Pearson.Estimate!.Value, all.Pearson.Estimate!.Value));
    }

    [Fact]
    public void PerClass_LabelsOfOtherRows_NamesCounts()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => Agreement.PerClass(new("a", "b", [default]), [0, 1], ["N", "V"], new(["p"])));

        Assert.Equal("There are 1 rows, but 2 labels and 1 patients; every row needs one of each.", error.Message);
    }

    private static SalienceMap Map(string name, double[] values) => new(name, new(1, values.Length, 1, values.Select(value => (float)value).ToArray()));
}
