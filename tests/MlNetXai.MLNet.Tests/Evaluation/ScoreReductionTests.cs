using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class ScoreReductionTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Network Network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });
    private static readonly ScoreReductionMeasureOptions Quick = new() { Measure = new() { Draws = 2 }, Bootstrap = new() { Draws = 50 } };

    private readonly List<BumpRows.Row> _rows = BumpRows.Make();

    [Fact]
    public void ScoreReduction_OfAPipeline_EqualsTheCoreOnArrays()
    {
        TransformerChain<ExplanationTransformer> model = Pipeline().Fit(View());
        IDataView data = model.Transform(View());

        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(data, model, ["Occlusion", "Derivative"], Quick);

        Batch batch = new(_rows.Count, BumpRows.Steps, 1, _rows.SelectMany(row => row.Features).ToArray());
        int[] targets = Predicted(batch);
        ScoreReductionResult expected = new ScoreReduction(Quick.Measure).Measure(
            Network,
            batch,
            targets,
            [
                new("Occlusion", new Explanations.Methods.Occlusion().Explain(Network, batch, targets).Values),
                new("Derivative", new Explanations.Methods.Saliency().Explain(Network, batch, targets).Values, SalienceView.Magnitude),
            ]);
        PatientBootstrap bootstrap = new([.. _rows.Select(row => row.Patient)], Quick.Bootstrap);
        Assert.Equal(expected.Scores, measure.Result.Scores);
        Assert.Equal(["occlusion", "input-derivative"], measure.Columns.Select(column => column.Method));
        Assert.All(expected.Methods.Zip(measure.Columns), pair =>
        {
            Assert.Equal(bootstrap.MeanCurve(pair.First.Reduction.PerRow), pair.Second.Reduction);
            Assert.Equal(bootstrap.MeanCurve(pair.First.PairedRandom.PerRow), pair.Second.PairedRandom);
        });
    }

    [Fact]
    public void Data_OfTwoColumns_HasARowPerColumnAndThreshold()
    {
        IDataView data = Explained();

        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(data, Network, ["Occlusion", "Derivative"], Quick);

        ScoreReductionRow[] rows = [.. Context.Data.CreateEnumerable<ScoreReductionRow>(measure.Data, reuseRowObject: false)];
        Assert.Equal(42, rows.Length);
        Assert.All(rows, row => Assert.Equal((24, 6), (row.Rows, row.Patients)));
        Assert.Equal(measure.Columns[1].Reduction[3].Estimate, rows[24].Reduction);
        Assert.Equal(measure.Columns[1].Reduction[3].High, rows[24].High);
        Assert.Equal(("Derivative", "input-derivative", 0.15), (rows[24].Column, rows[24].Method, rows[24].Alpha));
    }

    [Fact]
    public void ToString_OfAMeasure_FitsTheConsoleAndSaysWhoseIntervals()
    {
        string text = Context.Explanation.ScoreReduction(Explained(), Network, ["Occlusion", "Derivative"], Quick).ToString();

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("24 rows of 6 patients", text, StringComparison.Ordinal);
        Assert.Contains("over patients (column 'Patient')", text, StringComparison.Ordinal);
        Assert.Contains("6 patients, unreliable", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_LabelTarget_MeasuresTheLabelsScore()
    {
        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick with { Target = ExplanationTarget.Label() });

        Batch batch = new(_rows.Count, BumpRows.Steps, 1, _rows.SelectMany(row => row.Features).ToArray());
        float[] logits = new float[_rows.Count * 2];
        Network.Logits(batch, logits);
        Assert.Equal(_rows.Select((row, i) => (double)logits[(2 * i) + (int)row.Label]), measure.Result.Scores);
    }

    [Fact]
    public void ScoreReduction_NestedChains_FindsTheLastNetwork()
    {
        Network other = Presets.Lstm(new(BumpRows.Steps, 1), ["x", "y"], new() { Hidden = 2, Seed = 9 });
        ITransformer inner = Context.Transforms.ApplyNetwork(other).Append(Context.Transforms.ApplyNetwork(Network)).Fit(View());
        ITransformer model = new TransformerChain<ITransformer>(inner, Explainer().Fit(View()));

        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(Explained(), model, "Occlusion", Quick);

        Assert.Equal(Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick).Result.Scores, measure.Result.Scores);
    }

    [Fact]
    public void ScoreReduction_NoPatientColumn_CountsRowsAndSaysSo()
    {
        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick with { PatientColumnName = null });

        Assert.Equal(24, measure.Patients);
        Assert.Contains("intervals over rows: no column says whose they are", measure.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_OnePatient_HasNoIntervalAndSaysSo()
    {
        foreach (BumpRows.Row row in _rows)
            row.Patient = "only";

        ScoreReductionMeasure measure = Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick);

        Assert.Equal((null, null), (measure.Columns[0].MeanReduction.Low, measure.Columns[0].MeanReduction.High));
        Assert.NotNull(measure.Columns[0].MeanReduction.Estimate);
        Assert.Contains("1 patients, no interval", measure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_NoNetwork_SaysWhatToGive()
    {
        ITransformer model = Explainer().Fit(View());

        ArgumentException error = Assert.Throws<ArgumentException>(() => Context.Explanation.ScoreReduction(Explained(), model, "Occlusion"));

        Assert.Contains("holds no network", error.Message, StringComparison.Ordinal);
        Assert.Contains("LoadExplained", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing", "Could not find attribution column 'Nothing'")]
    [InlineData("Patient", "Schema mismatch for attribution column 'Patient': expected Vector<Single, T>")]
    public void ScoreReduction_ColumnMissingOrOfAnotherType_NamesIt(string column, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.ScoreReduction(Explained(), Network, column));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_NoColumnOrOneTwice_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Context.Explanation.ScoreReduction(Explained(), Network, Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => Context.Explanation.ScoreReduction(Explained(), Network, ["Occlusion", "Occlusion"]));
    }

    [Fact]
    public void ScoreReduction_NamedPatientColumnMissing_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick with { PatientColumnName = "Subject" }));

    [Fact]
    public void ScoreReduction_PatientMissing_NamesTheRow()
    {
        _rows[5].Patient = "";

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion"));

        Assert.Equal(("Patient", 5), (error.Column, error.Row));
    }

    [Fact]
    public void ScoreReduction_NaNInARow_NamesColumnAndRow()
    {
        _rows[3].Features[4] = float.NaN;

        // The view's own column of numbers stands for an attribution, so that nothing is computed from the row.
        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.ScoreReduction(View(), Network, "Evidence"));

        Assert.Equal(("Features", 3), (error.Column, error.Row));
    }

    [Fact]
    public void ScoreReduction_NoRows_SaysSo()
    {
        IDataView data = Explainer().Fit(View()).Transform(BumpRows.View(Context, []));

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Context.Explanation.ScoreReduction(data, Network, "Occlusion"));

        Assert.Contains("no rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_MethodWithoutSalience_IsRefused()
    {
        IDataView data = Context.Transforms.Explain.TemporalOutputScore(Network, "Prefixes").Fit(View()).Transform(View());

        ArgumentException error = Assert.Throws<ArgumentException>(() => Context.Explanation.ScoreReduction(data, Network, "Prefixes"));

        Assert.Contains("temporal-output-score", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreReduction_Cancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() => Context.Explanation.ScoreReduction(Explained(), Network, "Occlusion", Quick with { Cancellation = new(canceled: true) }));

    [Fact]
    public void GetExplanation_Accessor_IsTheSameCatalogForOlderCompilers() => Assert.NotNull(ExplanationExtensions.get_Explanation(Context));

    private static EstimatorChain<ExplanationTransformer> Explainer() => Context.Transforms.Explain.Occlusion(Network, "Occlusion").Append(Context.Transforms.Explain.Saliency(Network, "Derivative"));

    private static EstimatorChain<ExplanationTransformer> Pipeline() =>
        Context.Transforms.ApplyNetwork(Network).Append(Context.Transforms.Explain.Occlusion("Occlusion")).Append(Context.Transforms.Explain.Saliency("Derivative"));

    private static int[] Predicted(Batch batch)
    {
        float[] logits = new float[batch.Rows * 2];
        Network.Logits(batch, logits);
        return [.. Enumerable.Range(0, batch.Rows).Select(row => logits[(2 * row) + 1] > logits[2 * row] ? 1 : 0)];
    }

    private IDataView View() => BumpRows.View(Context, _rows);

    private IDataView Explained() => Explainer().Fit(View()).Transform(View());
}
