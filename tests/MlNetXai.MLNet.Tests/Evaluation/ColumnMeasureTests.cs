using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

/// <summary>Measures of columns are those of the library, with their rows and settings.</summary>
public sealed class ColumnMeasureTests
{
    private static readonly Network Network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });

    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _beats;
    private readonly ITransformer _model;
    private readonly IDataView _explained;
    private readonly Batch _rows;
    private readonly int[] _predicted;

    public ColumnMeasureTests()
    {
        List<BumpRows.Row> rows = BumpRows.Make();
        _beats = BumpRows.View(_context, rows);
        _model = _context.Transforms.ApplyNetwork(Network)
            .Append(_context.Transforms.Explain.Saliency("Derivative"))
            .Append(_context.Transforms.Explain.Occlusion("Occlusion", target: ExplanationTarget.Label("Label")))
            .Append(_context.Transforms.Explain.TemporalOutputScore("Prefixes")).Fit(_beats);
        _explained = _model.Transform(_beats);
        _rows = new(rows.Count, BumpRows.Steps, 1, rows.SelectMany(row => row.Features).ToArray());
        _predicted = MlNetXai.Explanations.TargetScores.Predicted(Network, _rows);
    }

    private SalienceMap Derivative => SalienceMap.Of(new Saliency().Explain(Network, _rows, _predicted));

    [Fact]
    public void DeletionInsertion_OfAColumn_IsThatOfTheLibrary()
    {
        MethodDeletionInsertion expected = new DeletionInsertion().Measure(Network, _rows, _predicted, [Derivative])[0];

        ColumnMeasure measure = _context.Explanation.DeletionInsertion(_explained, _model, ["Derivative"]);

        Assert.Equal(expected.Aopc, measure.Figures.Single(figure => figure.Figure == "aopc").PerRow);
        Assert.Equal(expected.DeletionArea, measure.Figures.Single(figure => figure.Figure == "deletion-area").PerRow);
        Assert.Equal(expected.Insertion.Mean(), measure.Figures.Where(figure => figure.Figure == "insertion").Select(figure => figure.Value.Estimate!.Value), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Infidelity_OfAColumn_IsThatOfTheLibrary()
    {
        double[] expected = new Infidelity().Measure(Network, _rows, _predicted, [Derivative])[0].PerRow;

        ColumnFigure figure = Assert.Single(_context.Explanation.Infidelity(_explained, _model, ["Derivative"]).Figures);

        Assert.Equal(("Derivative", "input-derivative", "infidelity", null), (figure.Column, figure.Method, figure.Figure, figure.At));
        Assert.Equal(expected, figure.PerRow);
        Assert.Equal(6, figure.Value.Patients);
    }

    [Fact]
    public void MaxSensitivity_OfAColumn_TakesItsExplainersSettings()
    {
        int[] labels = [.. BumpRows.Make().Select(row => (int)row.Label)];
        double[] expected = new MaxSensitivity(new() { Draws = 2 }).Measure(new Occlusion(), Network, _rows, labels).PerRow;

        ColumnFigure figure = Assert.Single(_context.Explanation.MaxSensitivity(_beats, _model, ["Occlusion"], new() { Measure = new() { Draws = 2 } }).Figures);

        Assert.Equal(expected, figure.PerRow);
    }

    [Fact]
    public void ParameterRandomisation_OfAColumn_IsThatOfTheLibrary()
    {
        IReadOnlyList<RandomisationStage> expected = new ParameterRandomisation(new() { Draws = 1 }).Measure(new Saliency(), Network, _rows);

        ColumnMeasure measure = _context.Explanation.ParameterRandomisation(_beats, _model, ["Derivative"], options: new() { Measure = new() { Draws = 1 } });

        Assert.Equal(expected.SelectMany(stage => new[] { stage.Spearman, stage.SpearmanMagnitude }), measure.Figures.Select(figure => figure.PerRow.ToArray()));
        Assert.Equal("Cascading dense", measure.Figures[0].Part);
    }

    [Fact]
    public void FreeChoices_OfAColumn_AreThoseOfTheLibrary()
    {
        ChoiceAgreement expected = Assert.Single(new FreeChoices().Measure(Saliency.Description, null, new(Network), _rows, _predicted));

        ColumnMeasure measure = _context.Explanation.FreeChoices(_beats, _model, ["Derivative"]);

        Assert.Equal(["spearman", "spearman-magnitude", "pearson", "top-overlap"], measure.Figures.Select(figure => figure.Figure));
        Assert.All(measure.Figures, figure => Assert.Equal("score: logit, probability", figure.Part));
        Assert.Equal(expected.Pairs[0].Rows.Select(row => row.Spearman!.Value), measure.Figures[0].PerRow);
        Assert.Equal(expected.Pairs[0].Rows.Select(row => row.Pearson!.Value), measure.Figures[2].PerRow);
    }

    [Fact]
    public void FreeChoices_WithTrainingRows_KnowTheirMeans()
    {
        ColumnMeasure without = _context.Explanation.FreeChoices(_beats, _model, ["Occlusion"]), with = _context.Explanation.FreeChoices(_beats, _model, ["Occlusion"], training: _beats);

        Assert.DoesNotContain("baseline: zero, training-mean-row", without.Figures.Select(figure => figure.Part));
        Assert.Contains("baseline: zero, training-mean-row", with.Figures.Select(figure => figure.Part));
    }

    [Fact]
    public void Agreement_OfColumns_IsThatOfTheLibrary()
    {
        AgreementMeasure measure = _context.Explanation.Agreement(_explained, ["Derivative", "Occlusion"]);

        Assert.Equal(24, measure.Pairs[0].Rows.Count);
        Assert.Equal([24, 12, 12], measure.Classes.Select(pair => pair.Rows));
        Assert.Equal(3 * 4, _context.Data.CreateEnumerable<AgreementRow>(measure.Data, reuseRowObject: false).Count());
        Assert.Contains("Explanations that agree may be wrong together.", measure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Agreement_OfOneColumn_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Explanation.Agreement(_explained, ["Derivative"]));

        Assert.StartsWith("Only column 'Derivative' is named; agreement is between two or more.", error.Message);
    }

    [Fact]
    public void Segments_OfAColumn_AreThoseOfTheLibrary()
    {
        SegmentMeasure measure = _context.Explanation.Segments(_explained, "Derivative", options: new() { Segments = MlNetXai.Explanations.Segmentation.OfLength(4) });

        SegmentAverage first = measure.Segments[0];
        int[] early = [.. Enumerable.Range(0, 24).Where(row => BumpRows.Make()[row].Label == 0)];
        double expected = early.Average(row => Derivative.Values.Row(row)[..4].ToArray().Average(value => (double)value));
        Assert.Equal(("early", "1", 12, 0.0, 4.0), (first.Class, first.Segment, first.Rows, first.Start, first.End));
        Assert.Equal(expected, first.Value.Estimate!.Value, 1e-9);
    }

    [Fact]
    public void MaxSensitivity_OfAColumnThatNoExplainerMakes_ListsThoseThereAre()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Explanation.MaxSensitivity(_beats, _model, ["Features"]));

        Assert.StartsWith("No explainer in the model makes column 'Features'; those it has make Derivative, Occlusion, Prefixes.", error.Message);
    }

    [Fact]
    public void MaxSensitivity_OfADistribution_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => _context.Explanation.MaxSensitivity(_beats, _model, ["Prefixes"]));

        Assert.StartsWith("Column 'Prefixes' is made by 'temporal-output-score' of a model that is no network, or is no attribution", error.Message);
    }
}
