using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Evaluation;

public sealed class InfidelityTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("infidelity");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenPerturbations_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        double[][] attribution = golden.ExtraTensor("attribution").Rows, perturbations = golden.ExtraTensor("perturbation").Rows;
        (int samples, bool normalize) = Options(golden);

        double[] values = golden.Twin((row, target, index) =>
            [Infidelity.Reference(golden.Reference, row, target, attribution[index], perturbations[(index * samples)..((index + 1) * samples)], normalize)]);

        GoldenModels.Close(golden.Expected, values, 1e-9);
    }

    // Single precision: 1e-5 of the largest value, as the golden file states.
    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("infidelity")]
    public void Measure_GoldenPerturbations_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        (int samples, bool normalize) = Options(golden);
        Batch perturbations = golden.ExtraTensor("perturbation").Batch;

        MethodRowValues measured = Assert.Single(new Infidelity(new() { Samples = samples, Normalize = normalize }).Measure(
            golden.Engine,
            golden.Input.Batch,
            golden.Targets,
            [new("golden", golden.ExtraTensor("attribution").Batch)],
            (row, sample) => perturbations.Row((row * samples) + sample).ToArray()));

        GoldenModels.Close(golden.Expected, measured.PerRow, 1e-5);
    }

    [Theory]
    [InlineData(PerturbationLaw.Gaussian)]
    [InlineData(PerturbationLaw.Windows)]
    public void Measure_LinearModel_IsZeroForItsWeightsInAnyUnit(PerturbationLaw law)
    {
        LinearModel model = new(1.0, -2.0, 4.0, 3.0);
        Batch batch = new(1, 4, 1, new float[] { 1, 2, 3, 4 }), weights = new(1, 4, 1, new float[] { 1, -2, 4, 3 }), tenfold = new(1, 4, 1, new float[] { 10, -20, 40, 30 });
        InfidelityOptions options = new() { Law = law, WindowShare = 0.5 };

        IReadOnlyList<MethodRowValues> fitted = new Infidelity(options).Measure(model, batch, [0], [new("weights", weights), new("tenfold", tenfold), new("none", new(1, 4, 1))]);
        IReadOnlyList<MethodRowValues> plain = new Infidelity(options with { Normalize = false }).Measure(model, batch, [0], [new("weights", weights), new("tenfold", tenfold)]);

        Assert.Equal(0, fitted[0].PerRow[0], 1e-8);
        Assert.Equal(0, fitted[1].PerRow[0], 1e-8);
        Assert.True(fitted[2].PerRow[0] > 0.1);
        Assert.Equal(0, plain[0].PerRow[0], 1e-8);
        Assert.True(plain[1].PerRow[0] > 1);
    }

    [Fact]
    public void Measure_Perturbations_DependOnSeedAndKeyAlone()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm2");
        SalienceMap map = new("input", input);

        double whole = new Infidelity().Measure(model, input, targets, [map], rowKeys: [5, 6])[0].PerRow[1];
        double alone = new Infidelity().Measure(model, input.Slice(1, 1), [targets[1]], [new("input", input.Slice(1, 1))], rowKeys: [6])[0].PerRow[0];
        double otherSeed = new Infidelity(new() { Seed = 1 }).Measure(model, input, targets, [map], rowKeys: [5, 6])[0].PerRow[1];

        Assert.Equal(whole, alone);
        Assert.NotEqual(whole, otherSeed);
    }

    private static (int Samples, bool Normalize) Options(GoldenCase golden) => (golden.Options.GetProperty("samples").GetInt32(), golden.Options.GetProperty("normalize").GetBoolean());
}
