using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class ErasureTests
{
    public static TheoryData<string> Cases => [.. GoldenModels.Ids("comprehensiveness"), .. GoldenModels.Ids("sufficiency")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenAttribution_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        double[][] attribution = Attribution(golden).Rows;
        double share = golden.Options.GetProperty("fraction").GetDouble();
        bool sufficiency = id.Contains("sufficiency", StringComparison.Ordinal);

        double[] values = golden.Twin((row, target, index) =>
        {
            (double comprehensiveness, double own) = Erasure.Reference(golden.Reference, row, target, attribution[index], new double[row.Length], share);
            return [sufficiency ? own : comprehensiveness];
        });

        GoldenModels.Close(golden.Expected, values, 1e-9);
    }

    // Single precision: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("comprehensiveness", "sufficiency")]
    public void Measure_GoldenAttribution_EqualsReading(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        ErasureOptions options = new() { Shares = [golden.Options.GetProperty("fraction").GetDouble()] };

        MethodErasure measured = Assert.Single(new Erasure(options).Measure(golden.Engine, golden.Input.Batch, golden.Targets, [new("golden", Attribution(golden).Batch)]));

        GoldenModels.Close(golden.Expected, id.Contains("sufficiency", StringComparison.Ordinal) ? measured.MeanSufficiency : measured.MeanComprehensiveness, 1e-5);
    }

    [Fact]
    public void Measure_LinearModel_ClosedForm()
    {
        LinearModel model = new(1.0, 2.0, 4.0, 8.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 1, 1, 1 });

        MethodErasure measured = new Erasure(new() { Shares = [0.25, 0.3, 1] }).Measure(model, batch, [0], [new("weights", new(1, 4, 1, new float[] { 1, 2, 4, 8 }))])[0];

        Assert.Equal([8, 12, 15], measured.Comprehensiveness.PerRow[0]);
        Assert.Equal([7, 3, 0], measured.Sufficiency.PerRow[0]);
        Assert.Equal(35 / 3.0, measured.MeanComprehensiveness[0], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Shares_OutsideTheRow_AreRefused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => new ErasureOptions { Shares = [share] });

    // The file keeps the attribution with the deletion curve of the same network.
    private static GoldenTensor Attribution(GoldenCase golden) => GoldenModels.Case($"{golden.Engine.Name}/deletion-curve/0").ExtraTensor("attribution");
}
