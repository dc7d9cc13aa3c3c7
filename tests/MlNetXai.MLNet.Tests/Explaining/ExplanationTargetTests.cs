using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Tests.Evaluation;
using MlNetXai.MLNet.Tests.Preprocessing;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Explaining;

public sealed class ExplanationTargetTests
{
    private const int Step = 5;

    private readonly MLContext _context = new(seed: 1);

    /// <summary>Methods that explain a recurrent network and give attributions of a row.</summary>
    public static TheoryData<string> Recurrent =>
        [.. MethodCatalog.All.Where(method => ColumnMethod.MakesColumn(method) && method.Type != typeof(TemporalOutputScore) && method.Fits(TinyData.Network())).Select(method => method.Name)];

    private ExplainCatalog Explain => _context.Transforms.Explain;

    [Fact]
    public void AllClasses_OfANetwork_EqualsTheCoreColumnByColumn()
    {
        IDataView rows = TinyData.View(_context, 20);
        Network network = TinyData.Network();
        IReadOnlyList<Attribution> expected = new IntegratedGradients().ExplainAllClasses<IInputGradient>(network, TinyData.Labelled(20).Rows);

        IDataView made = Explain.IntegratedGradients(network, "A", target: ExplanationTarget.AllClasses).Fit(rows).Transform(rows);

        Assert.Null(made.Schema.GetColumnOrNull("A"));
        for (int c = 0; c < TinyData.Classes.Length; c++)
            Assert.Equal(expected[c].Values.Values.ToArray(), TinyData.Vectors(made, $"A.{TinyData.Classes[c]}").SelectMany(values => values));
    }

    [Fact]
    public void AllClasses_OfOneActiveColumn_ExplainsThatClassAlone()
    {
        IDataView rows = TinyData.View(_context, 20);
        IDataView all = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.AllClasses).Fit(rows).Transform(rows);
        IDataView one = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Class("V")).Fit(rows).Transform(rows);

        Assert.Equal(TinyData.Vectors(one, "A"), TinyData.Vectors(all, "A.V"));
    }

    [Fact]
    public void AllClasses_BehindATrainer_HasTheClassesThatItLearned()
    {
        IDataView rows = TinyData.Keyed(_context);
        IEstimator<ITransformer> pipeline = _context.MulticlassClassification.Trainers.Lstm(maxEpochs: 1)
            .Append(Explain.Saliency("A", target: ExplanationTarget.AllClasses));

        IDataView made = pipeline.Fit(rows).Transform(rows);

        Assert.Equal(["A.N", "A.V", "A.R"], made.Schema.Select(column => column.Name).Where(name => name.StartsWith("A.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Classes_BehindATrainer_CanBeReadInTheSameChain()
    {
        IDataView rows = TinyData.Keyed(_context);
        IEstimator<ITransformer> pipeline = _context.Transforms.ApplyNetwork(TinyData.Network())
            .Append(Explain.Saliency("A", target: ExplanationTarget.Classes("V", "R")))
            .Append(_context.Transforms.CopyColumns("ForR", "A.R"));

        IDataView made = pipeline.Fit(rows).Transform(rows);

        Assert.Contains(pipeline.GetOutputSchema(Shapes.Of(rows.Schema)), column => column.Name == "ForR");
        Assert.Equal(TinyData.Vectors(made, "A.R"), TinyData.Vectors(made, "ForR"));
    }

    [Fact]
    public void OutputColumnNames_OfAllClasses_NamesEachColumn()
    {
        ExplanationTransformer explainer = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.AllClasses.AtStep(3)).Fit(TinyData.View(_context));

        Assert.Equal(["A.N", "A.V", "A.R"], explainer.OutputColumnNames);
        Assert.Equal("all classes after step 3", $"{explainer.Target}");
    }

    [Theory]
    [MemberData(nameof(Recurrent))]
    public void AtStep_OfAClass_EqualsTheCutRowAndIsZeroBehindIt(string method)
    {
        IDataView rows = TinyData.View(_context, 6);
        Network network = TinyData.Network(), shorter = Cut(network);

        float[][] whole = TinyData.Vectors(Explain.Method(network, method, "A", target: ExplanationTarget.Class("V").AtStep(Step)).Fit(rows).Transform(rows), "A");

        IDataView cut = CutRows(6);
        float[][] alone = TinyData.Vectors(Explain.Method(shorter, method, "A", target: ExplanationTarget.Class("V")).Fit(cut).Transform(cut), "A");
        Assert.Equal(alone, whole.Select(values => values[..(Step + 1)]));
        Assert.All(whole, values => Assert.All(values[(Step + 1)..], value => Assert.Equal(0, value)));
    }

    [Fact]
    public void AtStep_OfThePredictedClass_TakesTheOneMostLikelyThere()
    {
        IDataView rows = _context.Transforms.ApplyNetwork(TinyData.Network()).Fit(TinyData.View(_context)).Transform(TinyData.View(_context)), cut = CutRows(30);

        float[][] whole = TinyData.Vectors(Explain.Saliency("A", target: ExplanationTarget.Predicted.AtStep(Step)).Fit(rows).Transform(rows), "A");

        float[][] alone = TinyData.Vectors(Explain.Saliency(Cut(TinyData.Network()), "A").Fit(cut).Transform(cut), "A");
        Assert.Equal(alone, whole.Select(values => values[..(Step + 1)]));
    }

    [Fact]
    public void AtStep_OfAConvolutionalNetwork_SaysWhyNotAndWhatInstead()
    {
        MissingCapabilityException error = Assert.Throws<MissingCapabilityException>(
            () => Explain.Saliency(TinyData.Convolutional(), "A", target: ExplanationTarget.Predicted.AtStep(3)).Fit(TinyData.View(_context)));

        Assert.Contains("cannot explain 'convolutional'", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not read them one after the other", error.Message, StringComparison.Ordinal);
        Assert.Contains("recurrent network that reads forwards only, or the target without AtStep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AtStep_OfABlackBox_IsRefused()
    {
        ITransformer model = _context.Transforms.ApplyNetwork(TinyData.Network()).Fit(TinyData.View(_context));

        Assert.Throws<MissingCapabilityException>(() => Explain.Occlusion(model, "A", target: ExplanationTarget.Predicted.AtStep(3)).Fit(TinyData.View(_context)));
    }

    [Fact]
    public void AtStep_BeyondTheRow_NamesTheStepsThereAre()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Class("V").AtStep(12)).Fit(TinyData.View(_context)));

        Assert.Contains("Step 12 is none of 'lstm 1×4', whose rows have the steps 0 … 11", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ExplanationTarget.Predicted.AtStep(-1));
    }

    [Fact]
    public void Classes_ThatAreNone_AreRefused()
    {
        ArgumentOutOfRangeException unknown = Assert.Throws<ArgumentOutOfRangeException>(
            () => Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Classes("V", "X")).Fit(TinyData.View(_context)));

        Assert.Contains("'X' is not a class of 'lstm 1×4'. Explain one of 'N', 'V', 'R'.", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ExplanationTarget.Classes("V", "V"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExplanationTarget.Classes());
    }

    [Fact]
    public void TemporalOutputScore_OfAllClasses_SaysThatItHasThem()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Explain.Method(TinyData.Network(), "temporal-output-score", "A", target: ExplanationTarget.AllClasses).Fit(TinyData.View(_context)));

        Assert.Contains("gives the probabilities of all classes after every step", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_OfTargets_ComparesClassesAndSteps()
    {
        Assert.Equal(ExplanationTarget.Classes("N", "V").AtStep(2), ExplanationTarget.Classes("N", "V").AtStep(2));
        Assert.NotEqual(ExplanationTarget.Classes("N", "V"), ExplanationTarget.Classes("V", "N"));
        Assert.NotEqual(ExplanationTarget.Classes("N", "V"), ExplanationTarget.AllClasses);
        Assert.NotEqual(ExplanationTarget.Predicted, ExplanationTarget.Predicted.AtStep(2));
    }

    [Fact]
    public void ScoreReduction_OfAColumnOfAnotherClass_SaysWhatToSet()
    {
        IDataView explained = OfAllClasses();

        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Explanation.ScoreReduction(explained, TinyData.Network(), "A.V"));

        Assert.Contains("Column 'A.V' explains the class 'V', and the score watched is that of the predicted class. Set the options' Target", error.Message, StringComparison.Ordinal);
        ScoreReductionMeasure measured = _context.Explanation.ScoreReduction(explained, TinyData.Network(), "A.V", new() { Target = ExplanationTarget.Class("V"), Measure = new() { Draws = 2 } });
        Assert.Equal(20, measured.Rows);
        Assert.Throws<ArgumentException>(() => _context.Explanation.ScoreReduction(explained, TinyData.Network(), "A.V", new() { Target = ExplanationTarget.AllClasses }));
    }

    [Fact]
    public void ScoreReduction_AtAStep_EqualsThatOfTheCutRows()
    {
        ScoreReductionMeasureOptions options = new() { Target = ExplanationTarget.Class("V"), Measure = new() { Draws = 2 } };
        IDataView rows = TinyData.View(_context, 10), cut = CutRows(10);
        IDataView whole = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Class("V").AtStep(Step)).Fit(rows).Transform(rows);
        IDataView alone = Explain.Saliency(Cut(TinyData.Network()), "A", target: ExplanationTarget.Class("V")).Fit(cut).Transform(cut);

        ScoreReductionMeasure measured = _context.Explanation.ScoreReduction(whole, TinyData.Network(), "A", options with { Target = options.Target.AtStep(Step) });

        Assert.Equal(_context.Explanation.ScoreReduction(alone, Cut(TinyData.Network()), "A", options).Result.Scores, measured.Result.Scores);
        Assert.Throws<ArgumentException>(() => _context.Explanation.ScoreReduction(whole, TinyData.Network(), "A", options));
    }

    [Fact]
    public void MaxSensitivity_OfAColumnPerClass_ExplainsThatClassAnew()
    {
        IDataView rows = TinyData.View(_context, 6);
        MeasureOptions<MaxSensitivityOptions> options = new() { Measure = new() { Draws = 2 } };
        ITransformer all = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.AllClasses).Fit(rows);
        ITransformer one = Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.Class("V")).Fit(rows);

        Assert.Equal(_context.Explanation.MaxSensitivity(rows, one, ["A"], options).Figures[0].PerRow, _context.Explanation.MaxSensitivity(rows, all, ["A.V"], options).Figures[0].PerRow);
    }

    [Fact]
    public void Localisation_OfOneClass_AsksForRowsOfIt()
    {
        IDataView rows = Bumps();
        Network network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });
        IDataView explained = Explain.Saliency(network, "A", target: ExplanationTarget.AllClasses).Fit(rows).Transform(rows);

        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Explanation.Localisation(explained, "A.early"));

        Assert.Contains("Column 'A.early' explains the class 'early', and column 'Evidence' says where each row's own class shows; there are rows of class 'late'.", error.Message, StringComparison.Ordinal);
    }

    private IDataView Bumps() => BumpRows.View(_context, BumpRows.Make());

    private IDataView OfAllClasses()
    {
        IDataView rows = TinyData.View(_context, 20);
        return Explain.Saliency(TinyData.Network(), "A", target: ExplanationTarget.AllClasses).Fit(rows).Transform(rows);
    }

    /// <summary>The same network for rows that end behind the step.</summary>
    private static Network Cut(Network network) => Presets.Lstm(new(Step + 1, 1), TinyData.Classes, new() { Hidden = 4, Seed = 7 }).With(network.Weights);

    private IDataView CutRows(int count) =>
        _context.Data.LoadFromEnumerable(TinyData.Rows(count).Select(row => new CutRow { Features = row.Features[..(Step + 1)], Patient = row.Patient }).ToArray());

    private sealed class CutRow
    {
        [VectorType(Step + 1, 1)]
        public float[] Features { get; set; } = [];

        public string Patient { get; set; } = "";
    }
}
