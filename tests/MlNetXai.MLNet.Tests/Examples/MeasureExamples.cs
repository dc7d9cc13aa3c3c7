using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Tests.Evaluation;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class MeasureExamples
{
    private readonly MLContext mlContext = new(seed: 1);
    private readonly Network network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });

    private IDataView Beats => BumpRows.View(mlContext, BumpRows.Make());

    private ITransformer Model => mlContext.Transforms.ApplyNetwork(network)
        .Append(mlContext.Transforms.Explain.Occlusion("Occlusion"))
        .Append(mlContext.Transforms.Explain.Saliency("Derivative")).Fit(Beats);

    [Fact]
    public void MeasureOptions_OfErasure_AreItsSettings()
    {
        IDataView explained = Model.Transform(Beats);
        List<string> messages = [];
        using CancellationTokenSource stop = new();

        // <example>
        MeasureOptions<ErasureOptions> options = new()
        {
            FeatureColumnName = "Features",
            PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
            Target = ExplanationTarget.Label("Label"),
            Measure = new() { Shares = [0.1, 0.5], Baseline = Baseline.RowMean },
            Bootstrap = new() { Draws = 500 },
            Progress = new Progress<ProgressReport>(report => messages.Add($"{report.Done} of {report.Total} rows")),
            Cancellation = stop.Token,
        };
        ColumnMeasure erasure = mlContext.Explanation.Erasure(explained, network, ["Occlusion", "Derivative"], options);
        // </example>

        // <example>
        ColumnFigure figure = erasure.Figures[0];
        Console.WriteLine($"{figure.Figure} of '{figure.Column}' by {figure.Method} at {figure.At} {figure.Part}: {figure.Value.Estimate}, the first row's is {figure.PerRow[0]}");
        // </example>

        // <example>
        foreach (FigureRow row in mlContext.Data.CreateEnumerable<FigureRow>(erasure.Data, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Column} ({row.Method}), {row.Figure} at {row.At} {row.Part}: {row.Value} ({row.Low} to {row.High})");
            Console.WriteLine($"{row.Rows} rows of {row.Patients} patients");
        }
        // </example>

        // <example>
        foreach (ColumnFigure one in erasure.Figures.Where(one => one.At is null))
            Console.WriteLine($"'{one.Column}', {one.Figure}: {one.Value.Estimate} ({one.Value.Low} to {one.Value.High})");
        IDataView table = erasure.Data;   // rows of FigureRow
        Console.WriteLine(erasure);       // a table of the figures that are no curves
        // </example>

        Assert.Equal(2 * 6, erasure.Figures.Count);
        Assert.NotNull(table);
    }

    [Fact]
    public void Erasure_OfAPipeline_MeasuresItsColumns()
    {
        ITransformer model = Model;
        IDataView explained = model.Transform(Beats);

        // <example>
        ColumnMeasure erasure = mlContext.Explanation.Erasure(explained, model, ["Occlusion", "Derivative"]);
        Console.WriteLine(erasure);   // a table of the means over shares
        // </example>

        Assert.Equal(2 * 12, erasure.Figures.Count);
    }

    [Fact]
    public void DeletionInsertion_OfAPipeline_MeasuresItsColumns()
    {
        ITransformer model = Model;
        IDataView explained = model.Transform(Beats);

        // <example>
        ColumnMeasure curves = mlContext.Explanation.DeletionInsertion(explained, model, ["Occlusion", "Derivative"]);
        Console.WriteLine(curves);   // a table of areas and AOPC
        // </example>

        Assert.Equal(2 * ((2 * (BumpRows.Steps + 1)) + 3), curves.Figures.Count);
    }

    [Fact]
    public void Infidelity_OfAPipeline_MeasuresItsColumns()
    {
        ITransformer model = Model;
        IDataView explained = model.Transform(Beats);

        // <example>
        MeasureOptions<InfidelityOptions> settings = new() { Measure = new() { Samples = 10, Law = PerturbationLaw.Windows } };
        ColumnMeasure infidelity = mlContext.Explanation.Infidelity(explained, model, ["Occlusion", "Derivative"], settings);
        // </example>

        Assert.Equal(["Occlusion", "Derivative"], infidelity.Figures.Select(figure => figure.Column));
    }

    [Fact]
    public void MaxSensitivity_OfAPipeline_ExplainsAnew()
    {
        ITransformer model = Model;
        IDataView beats = Beats;

        // <example>
        ColumnMeasure sensitivity = mlContext.Explanation.MaxSensitivity(beats, model, ["Occlusion", "Derivative"], new() { Measure = new() { Draws = 2 } });
        Console.WriteLine(sensitivity);
        // </example>

        Assert.Equal(["occlusion", "input-derivative"], sensitivity.Figures.Select(figure => figure.Method));
    }

    [Fact]
    public void ParameterRandomisation_OfAPipeline_HasItsStages()
    {
        ITransformer model = Model;
        IDataView beats = Beats;

        // <example>
        ColumnMeasure sanity = mlContext.Explanation.ParameterRandomisation(beats, model, ["Occlusion", "Derivative"], training: beats, new() { Measure = new() { Draws = 1 } });
        Console.WriteLine(sanity);
        // </example>

        Assert.Contains("Cascading lstm1", sanity.Figures.Select(figure => figure.Part));
    }

    [Fact]
    public void FreeChoices_OfAPipeline_ComparesTheirAnswers()
    {
        ITransformer model = Model;
        IDataView beats = Beats;

        // <example>
        ColumnMeasure choices = mlContext.Explanation.FreeChoices(beats, model, ["Occlusion", "Derivative"], training: beats);
        Console.WriteLine(choices);   // near 1: the choice does not matter
        // </example>

        Assert.Contains("baseline: zero, training-mean", choices.Figures.Select(figure => figure.Part));
    }

    [Fact]
    public void Agreement_OfTwoColumns_HoldsObjectsAndAView()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.File("out");
        IDataView explained = Model.Transform(Beats);
        using CancellationTokenSource stop = new();

        {
            // <example>
            AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"]);
            Console.WriteLine(agreement);   // a table
            // </example>

            // <example>
            ClassAgreement all = agreement.Classes[0];
            Console.WriteLine($"'{all.First}' and '{all.Second}', {all.Class}: {all.Spearman.Estimate} over {all.Rows} rows; the first row's is {agreement.Pairs[0].Rows[0].Spearman}");
            IDataView table = agreement.Data;   // rows of AgreementRow
            agreement.ToFigure().SaveSvg(Path.Combine(folder, "agreement.svg"));                       // rank correlation, all rows
            agreement.ToFigure("top-overlap", "late").SaveSvg(Path.Combine(folder, "late.svg"));       // another figure, of one class
            // </example>

            // <example>
            foreach (AgreementRow row in mlContext.Data.CreateEnumerable<AgreementRow>(agreement.Data, reuseRowObject: false))
            {
                Console.WriteLine($"{row.First} and {row.Second}, {row.Class}, {row.Figure}: {row.Value} ({row.Low} to {row.High})");
                Console.WriteLine($"{row.Rows} rows, {row.UndefinedRows} with a constant map, {row.Patients} patients");
            }
            // </example>

            Assert.Equal(["all", .. BumpRows.Classes], agreement.Classes.Select(pair => pair.Class));
            Assert.NotNull(table);
        }

        {
            // <example>
            AgreementMeasureOptions options = new()
            {
                LabelColumnName = "Label",       // figures per class too; null: for all rows only
                PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
                Measure = new() { TopShare = 0.2 },
                Bootstrap = new() { Draws = 500 },
                Cancellation = stop.Token,
            };
            AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"], options);
            // </example>

            Assert.Single(agreement.Pairs);
        }
    }

    [Fact]
    public void Segments_OfAColumn_HoldsObjectsAndAView()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.File("out");
        IDataView explained = Model.Transform(Beats);
        using CancellationTokenSource stop = new();

        {
            // <example>
            SegmentMeasure segments = mlContext.Explanation.Segments(explained, "Occlusion", labelColumnName: "Label");
            Console.WriteLine(segments);   // a table
            // </example>

            // <example>
            foreach (SegmentAverage average in segments.Segments)
                Console.WriteLine($"{average.Class}, {average.Segment}: {average.Value.Estimate}");
            IDataView table = segments.Data;   // rows of SegmentRow
            mlContext.Data.SaveAsJson(table, Path.Combine(folder, "segments.json"));
            segments.ToFigure().SaveSvg(Path.Combine(folder, "segments.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
            // </example>

            // <example>
            foreach (SegmentRow row in mlContext.Data.CreateEnumerable<SegmentRow>(segments.Data, reuseRowObject: false))
                Console.WriteLine($"{row.Class}, {row.Segment} ({row.Start} to {row.End}): {row.Value} ({row.Low} to {row.High}), {row.Rows} rows of {row.Patients} patients");
            // </example>

            Assert.Equal(2 * 11, segments.Segments.Count);
            Assert.NotNull(table);
        }

        {
            // <example>
            SegmentMeasureOptions options = new()
            {
                Segments = Segmentation.At([new Segment("before R", 0, 6), new Segment("after R", 6, 12)]),
                WavesColumnName = null,          // or "Waves": every row cut at its own P, Q, R, S and T
                Quantity = SegmentQuantity.Share,
                FeatureColumnName = "Features",  // their average is drawn above; null: none
                PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
                Bootstrap = new() { Draws = 500 },
                Cancellation = stop.Token,
            };
            SegmentMeasure segments = mlContext.Explanation.Segments(explained, "Occlusion", options: options);
            // </example>

            Assert.Equal(["before R", "after R", "before R", "after R"], segments.Segments.Select(segment => segment.Segment));
        }
    }

    [Fact]
    public void ShapleySegments_OfABlackBox_NeedsItsScoresOnly()
    {
        IDataView beats = Beats;
        ITransformer model = mlContext.Transforms.ApplyNetwork(network).Fit(beats);

        {
            // <example>
            IDataView explained = mlContext.Transforms.Explain.ShapleySegments(model, "Shapley", scoreColumnName: "Score").Fit(beats).Transform(beats);
            // </example>

            Assert.NotNull(explained.Schema.GetColumnOrNull("Shapley"));
        }

        {
            // <example>
            IDataView explained = mlContext.Transforms.Explain.FeatureAblation(model, "Ablation", scoreColumnName: "Score").Fit(beats).Transform(beats);
            // </example>

            Assert.NotNull(explained.Schema.GetColumnOrNull("Ablation"));
        }
    }
}
