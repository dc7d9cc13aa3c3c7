using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class NativeGuideTests
{
    // Class 1 when the sum of all steps is above 0.
    private static readonly LinearModel Model = new(new RowShape(6, 1), [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]);

    private static readonly NativeGuideOptions Hard = new() { CrossFadeSteps = 0 };

    [Fact]
    public void Explain_NearestOtherClass_LendsItsMostImportantWindow()
    {
        Batch batch = Row(-1, 0, 0, 0, 0, 0);
        CounterfactualCandidates candidates = Candidates(("a", 1, [-1, 0, 0, 3, 0, 0]), ("b", 1, [9, 9, 9, 9, 9, 9]), ("c", 0, [-1, 0, 0, 0, 0, -0.1f]));

        Counterfactuals found = new NativeGuide(Hard).Explain(Model, batch, candidates, new InputMagnitude());

        Counterfactual row = Assert.Single(found.Rows);
        Assert.Equal((0, 1, 0, 3, 1), (row.Class, row.NewClass, row.Guide, row.Start, row.Length));
        Assert.Equal([-1, 0, 0, 3, 0, 0], found.Values.Values.ToArray());
        Assert.Equal(3, row.Change);
        Assert.Equal(0, row.Distance);
        Assert.Equal(0.1, row.RealDistance!.Value, 1e-6);
        Assert.True(row is { IsFound: true, ProbabilityBefore: > 0.7, ProbabilityAfter: < 0.2 });
    }

    [Fact]
    public void Explain_SamePatientOrWronglyPredicted_IsNoGuide()
    {
        CounterfactualCandidates candidates = Candidates(("own", 1, [1, 0, 0, 0, 0, 1]), ("wrong", 1, [-1, 0, 0, 0, 0, -1]), ("far", 1, [5, 5, 5, 5, 5, 5]));

        Counterfactuals found = new NativeGuide(Hard).Explain(Model, Row(-1, 0, 0, 0, 0, 0), candidates, new InputMagnitude(), ["own"]);
        Counterfactuals any = new NativeGuide(Hard).Explain(Model, Row(-1, 0, 0, 0, 0, 0), candidates, new InputMagnitude());

        Assert.Equal(2, found.Rows[0].Guide);
        Assert.Equal(0, any.Rows[0].Guide);
    }

    [Fact]
    public void Explain_NoGuide_LeavesTheRow()
    {
        Batch batch = Row(-1, 0, 0, 0, 0, 0);

        Counterfactuals found = new NativeGuide().Explain(Model, batch, Candidates(("a", 0, [-2, 0, 0, 0, 0, 0])), new InputMagnitude(), ["b"]);

        Counterfactual row = found.Rows[0];
        Assert.Equal((0, 0, -1, -1, 0, 0.0), (row.Class, row.NewClass, row.Guide, row.Start, row.Length, row.Change));
        Assert.False(row.IsFound);
        Assert.Equal(row.ProbabilityBefore, row.ProbabilityAfter);
        Assert.Equal(batch.Values.ToArray(), found.Values.Values.ToArray());
    }

    [Fact]
    public void Explain_CrossFade_PassesGraduallyAndIsChecked()
    {
        Batch batch = Row(-1, 0, 0, 0, 0, 0);
        CounterfactualCandidates candidates = Candidates(("a", 1, [-1, 1, 1, 1, 1, 0]));

        Counterfactuals found = new NativeGuide(new() { CrossFadeSteps = 1 }).Explain(Model, batch, candidates, new InputMagnitude());

        // ℓ = 2 from step 0 (the largest sum of the guide, first of equals) gives 0, ℓ = 3: 1 + ½ above −1.
        Assert.Equal((0, 3), (found.Rows[0].Start, found.Rows[0].Length));
        Assert.Equal([-1, 1, 0.5f, 0, 0, 0], found.Values.Values.ToArray());
    }

    [Fact]
    public void Explain_GuideFarFromIt_IsFoundAtTheWholeRowAtTheLatest()
    {
        CounterfactualCandidates candidates = Candidates(("a", 1, [0.1f, 0, 0, 0, 0, 0]));

        Counterfactuals found = new NativeGuide(new() { CrossFadeSteps = 9 }).Explain(Model, Row(0, 0, 0, 0, 0, -50), candidates, new InputMagnitude());

        Assert.Equal((0, 6, 1), (found.Rows[0].Start, found.Rows[0].Length, found.Rows[0].NewClass));
        Assert.Equal(candidates.Rows.Values.ToArray(), found.Values.Values.ToArray());
    }

    [Fact]
    public void Explain_Batch_EqualsItsRowsOneByOne()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        int[] predicted = TargetScores.Predicted(model, input);
        CounterfactualCandidates candidates = new(input, predicted, ["a", "b", "c"]);

        Counterfactuals together = new NativeGuide().Explain(model, input, candidates, new Saliency(), ["a", "b", "c"]);

        Assert.Equal(predicted, together.Rows.Select(row => row.Class));
        for (int row = 0; row < input.Rows; row++)
        {
            Counterfactuals alone = new NativeGuide().Explain(model, input.Slice(row, 1), candidates, new Saliency(), [$"{(char)('a' + row)}"]);
            Assert.Equal(together.Rows[row], alone.Rows[0]);
            Assert.Equal(together.Values.Row(row).ToArray(), alone.Values.Values.ToArray());
        }

        Assert.NotEmpty(targets);
    }

    [Fact]
    public void Draw_ManyCandidates_TakesClassesAndPatientsInTurn()
    {
        Batch rows = new(6, 1, 1, new float[] { 0, 1, 2, 3, 4, 5 });
        CounterfactualCandidates all = new(rows, [0, 0, 0, 0, 1, 1], ["p", "p", "p", "q", "p", "q"]);

        CounterfactualCandidates drawn = all.Draw(4, 2, seed: 1);

        Assert.Equal([0, 0, 1, 1], drawn.Labels);
        Assert.Equal(["p", "q", "p", "q"], drawn.Patients);
        Assert.Same(all, all.Draw(6, 2, seed: 1));
    }

    [Fact]
    public void Windows_OfAnyLength_HaveTheLargestSum() => Assert.Equal([3, 2, 1, 1, 0], NativeGuide.Windows([0, 1, 2, 5, 1]));

    [Fact]
    public void Candidates_WithoutRowsOrWithOtherLabels_AreRefused()
    {
        ShapeException none = Assert.Throws<ShapeException>(() => new CounterfactualCandidates(new(0, 6, 1), [], []));
        ShapeException label = Assert.Throws<ShapeException>(() => new NativeGuide().Explain(Model, Row(0, 0, 0, 0, 0, 0), Candidates(("a", 7, [0, 0, 0, 0, 0, 0])), new InputMagnitude()));

        Assert.StartsWith("There are 0 candidates, 0 labels and 0 patients", none.Message);
        Assert.StartsWith("targets, row 0: class 7", label.Message);
    }

    private static Batch Row(params float[] values) => new(1, values.Length, 1, values);

    private static CounterfactualCandidates Candidates(params (string Patient, int Label, float[] Row)[] rows) =>
        new(new(rows.Length, 6, 1, rows.SelectMany(row => row.Row).ToArray()), [.. rows.Select(row => row.Label)], [.. rows.Select(row => row.Patient)]);

    /// <summary>A guide map that is the row itself.</summary>
    private sealed class InputMagnitude : IExplanationMethod<ILogits>
    {
        public string Name => "input";

        public Attribution Explain(
            ILogits model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
            new() { Method = Name, Values = batch, Targets = targets.ToArray() };
    }
}
