using Microsoft.ML;
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

public sealed class EvaluationExamples
{
    private readonly MLContext mlContext = new(seed: 1);
    private readonly Network network = Presets.Lstm(new(BumpRows.Steps, 1), BumpRows.Classes, new() { Hidden = 4 });

    private IDataView Beats => BumpRows.View(mlContext, BumpRows.Make());

    private IDataView Explained => mlContext.Transforms.Explain.Occlusion(network, "Occlusion")
        .Append(mlContext.Transforms.Explain.Saliency(network, "Derivative")).Fit(Beats).Transform(Beats);

    [Fact]
    public void Explanation_OfTheContext_HoldsTheMeasures()
    {
        IDataView explained = Explained;

        // <example>
        ExplanationCatalog measures = mlContext.Explanation;   // before C# 14: ExplanationExtensions.get_Explanation(mlContext)
        Console.WriteLine(measures.Aggregate(explained, "Occlusion"));
        // </example>

        Assert.NotNull(measures);
    }

    [Fact]
    public void ScoreReduction_OfAPipeline_MeasuresItsColumns()
    {
        IDataView beats = Beats;

        // <example>
        ITransformer model = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2)
            .Append(mlContext.Transforms.Explain.Occlusion("Occlusion"))
            .Append(mlContext.Transforms.Explain.Saliency("Derivative"))
            .Fit(beats);
        IDataView explained = model.Transform(beats);
        ScoreReductionMeasure one = mlContext.Explanation.ScoreReduction(explained, model, "Occlusion");
        ScoreReductionMeasure both = mlContext.Explanation.ScoreReduction(explained, model, ["Occlusion", "Derivative"]);
        Console.WriteLine(both);   // a table
        // </example>

        Assert.Equal(one.Columns[0].MeanReduction, both.Columns[0].MeanReduction);
    }

    [Fact]
    public void ScoreReduction_OfANetwork_TakesItsSettings()
    {
        IDataView explained = Explained;
        List<string> messages = [];
        using CancellationTokenSource stop = new();

        // <example>
        ScoreReductionMeasureOptions options = new()
        {
            FeatureColumnName = "Features",
            PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
            Target = ExplanationTarget.Label("Label"),
            Measure = new() { Alphas = [0, 0.25, 0.5, 0.75, 1], Draws = 5 },
            Bootstrap = new() { Draws = 500, Level = 0.9, Seed = 1 },
            Progress = new Progress<ProgressReport>(report => messages.Add($"{report.Done} of {report.Total} rows")),
            Cancellation = stop.Token,
        };
        ScoreReductionMeasure measure = mlContext.Explanation.ScoreReduction(explained, network, "Occlusion", options);
        // </example>

        Assert.Equal(5, measure.Columns[0].Reduction.Count);
    }

    [Fact]
    public void ScoreReductionMeasure_OfTwoColumns_HoldsObjectsAndAView()
    {
        IDataView explained = Explained;

        // <example>
        ScoreReductionMeasure measure = mlContext.Explanation.ScoreReduction(explained, network, ["Occlusion", "Derivative"]);
        Console.WriteLine($"{measure.Rows} rows of {measure.Patients} patients; the first row's score is {measure.Result.Scores[0]}");
        foreach (ColumnScoreReduction column in measure.Columns)
            Console.WriteLine($"'{column.Column}': {column.MeanReduction.Estimate} ({column.MeanReduction.Low} to {column.MeanReduction.High})");
        IDataView curves = measure.Data;   // rows of ScoreReductionRow
        // </example>

        // <example>
        ColumnScoreReduction occlusion = measure.Columns[0];
        Console.WriteLine($"'{occlusion.Column}' by {occlusion.Method}: {occlusion.MeanReduction.Estimate}, above chance by {occlusion.MeanOverRandom.Estimate}");
        for (int point = 0; point < occlusion.Reduction.Count; point++)
            Console.WriteLine($"{occlusion.Reduction[point].Estimate}, random {occlusion.PairedRandom[point].Estimate}, {occlusion.ShareDeleted[point].Estimate:P0} deleted");
        // </example>

        // <example>
        foreach (ScoreReductionRow row in mlContext.Data.CreateEnumerable<ScoreReductionRow>(measure.Data, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Column} ({row.Method}), α {row.Alpha}: {row.Reduction} ({row.Low} to {row.High}), random {row.PairedRandom}");
            Console.WriteLine($"{row.ShareDeleted:P0} deleted; {row.Rows} rows of {row.Patients} patients");
        }
        // </example>

        Assert.Equal(21, occlusion.Reduction.Count);
        Assert.NotNull(curves.Schema.GetColumnOrNull("Alpha"));
    }

    [Fact]
    public void Localisation_OfAColumn_ComparesWithTheTruth()
    {
        IDataView explained = Explained;

        // <example>
        LocalisationMeasure one = mlContext.Explanation.Localisation(explained, "Occlusion", truthColumnName: "Evidence");
        LocalisationMeasure both = mlContext.Explanation.Localisation(explained, ["Occlusion", "Derivative"]);
        Console.WriteLine(both);   // a table
        // </example>

        Assert.Equal(2 * one.Classes.Count, both.Classes.Count);
    }

    [Fact]
    public void LocalisationMeasure_OfAColumn_HoldsObjectsAndAView()
    {
        IDataView explained = Explained;
        using CancellationTokenSource stop = new();

        // <example>
        LocalisationMeasureOptions options = new()
        {
            LabelColumnName = "Label",       // figures per class too; null: for all rows only
            PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
            Measure = new() { DilationSteps = 1, PointingToleranceSteps = 1 },
            Bootstrap = new() { Draws = 500 },
            Cancellation = stop.Token,
        };
        LocalisationMeasure measure = mlContext.Explanation.Localisation(explained, "Occlusion", options: options);
        // </example>

        // <example>
        Console.WriteLine($"{measure.Results[0].RowsWithoutTruth} rows have no truth; the first that has: {measure.Results[0].Rows[0].AveragePrecision}");
        foreach (ClassLocalisation figures in measure.Classes)
            Console.WriteLine($"{figures.Class}: {figures.AveragePrecision.Estimate}");
        IDataView table = measure.Data;   // rows of LocalisationRow
        // </example>

        // <example>
        ClassLocalisation all = measure.Classes[0];
        Console.WriteLine($"'{all.Column}' by {all.Method}, class {all.Class}: {all.Rows} rows, {all.RowsWithoutTruth} left out");
        Console.WriteLine($"average precision {all.AveragePrecision.Estimate}, of the magnitude {all.AveragePrecisionMagnitude.Estimate}, random {all.BaseRate.Estimate}");
        Console.WriteLine($"AUROC {all.Auroc.Estimate}, pointing {all.Pointing.Estimate}, mass {all.RelevanceMass.Estimate}, rank {all.RelevanceRank.Estimate}");
        // </example>

        // <example>
        foreach (LocalisationRow row in mlContext.Data.CreateEnumerable<LocalisationRow>(measure.Data, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Column} ({row.Method}), {row.Class}, {row.Figure}: {row.Value} ({row.Low} to {row.High})");
            Console.WriteLine($"{row.Rows} rows, {row.RowsWithoutTruth} left out, {row.Patients} patients");
        }
        // </example>

        Assert.Equal("all", all.Class);
        Assert.NotNull(table.Schema.GetColumnOrNull("Figure"));
    }

    [Fact]
    public void Examples_OfTwoColumns_AreOneRowPerClass()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.File("out");
        IDataView explained = Explained;

        // <example>
        AttributionExamples examples = mlContext.Explanation.Examples(explained, ["Occlusion", "Derivative"]);
        examples.ToFigure().SaveSvg(Path.Combine(folder, "examples.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
        // </example>

        // <example>
        foreach (ExampleRow example in examples.Rows)
            Console.WriteLine($"{example.Class}: row {example.Row}, at t0 {example.Features[0]}, by the first method {example.Attributions[0][0]}");
        // </example>

        Assert.Equal(BumpRows.Classes, examples.Rows.Select(row => row.Class));
    }

    [Fact]
    public void TableFiles_OfAMeasure_HoldItsNumbers()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.File("out");
        IDataView explained = Explained;

        // <example>
        AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"]);
        mlContext.Data.SaveAsCsv(agreement.Data, Path.Combine(folder, "agreement.csv"));
        mlContext.Data.SaveAsJson(agreement.Data, Path.Combine(folder, "agreement.json"));
        // </example>

        Assert.StartsWith("First,Second,Class,Figure,Value,Low,High,Rows,UndefinedRows,Patients", File.ReadAllText(Path.Combine(folder, "agreement.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnostics_OfAColumn_SayWhatTheMethodDoes()
    {
        IDataView beats = Beats;
        ITransformer model = mlContext.Transforms.Explain.IntegratedGradients(network, "Attribution").Fit(beats);

        // <example>
        MeasureOptions<DiagnosticsOptions> options = new() { Measure = new() { Names = ["completeness-error", "completeness-error-relative", "steps"] } };   // null: all that a method gives
        ColumnMeasure diagnostics = mlContext.Explanation.Diagnostics(beats, model, ["Attribution"], options);
        Console.WriteLine(diagnostics);   // a table of the means
        double worst = diagnostics.Figures.First(figure => figure.Figure == "completeness-error-relative").PerRow.Max();
        // </example>

        Assert.InRange(worst, 0, 0.01);
    }

    [Fact]
    public void Aggregate_OfAColumn_AveragesPerClass()
    {
        using TemporaryFolder temporary = new();
        string folder = temporary.File("out");
        IDataView explained = mlContext.Transforms.ApplyNetwork(network).Fit(Explained).Transform(Explained);
        using CancellationTokenSource stop = new();

        // <example>
        AttributionAggregate byLabel = mlContext.Explanation.Aggregate(explained, "Occlusion", labelColumnName: "Label");
        Console.WriteLine(byLabel);   // a table
        // </example>

        // <example>
        AggregateOptions options = new()
        {
            FeatureColumnName = "Features",   // their average is drawn beneath; null: none
            PatientColumnName = "Patient",    // its rows are drawn together; null: every row alone
            PredictedLabelColumnName = "PredictedLabel",   // rows that are classified right alone; null: all
            NormaliseRows = true,             // each row divided by its largest magnitude
            Bootstrap = new() { Draws = 500 },
            Cancellation = stop.Token,
        };
        AttributionAggregate aggregate = mlContext.Explanation.Aggregate(explained, "Occlusion", "Label", options);
        // </example>

        // <example>
        foreach (ClassAverage average in aggregate.Classes)
            Console.WriteLine($"{average.Class}: {average.Rows} rows of {average.Patients} patients, at t0 {average.Mean[0].Estimate}");
        IDataView slots = aggregate.Data;   // rows of AggregateRow
        mlContext.Data.SaveAsCsv(slots, Path.Combine(folder, "averages.csv"));
        aggregate.ToFigure().SaveSvg(Path.Combine(folder, "averages.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
        Console.WriteLine(aggregate.Features?[0].Mean[0].Estimate);           // average of the rows that were explained
        // </example>

        // <example>
        foreach (AggregateRow row in mlContext.Data.CreateEnumerable<AggregateRow>(aggregate.Data, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Class}, slot {row.Slot} ({row.SlotName}): {row.Mean} ({row.Low} to {row.High}), SD {row.StandardDeviation}");
            Console.WriteLine($"{row.Rows} rows of {row.Patients} patients, whose average there is {row.FeatureMean} ± {row.FeatureStandardDeviation}");
        }
        // </example>

        Assert.Equal(byLabel.Classes.Count, aggregate.Classes.Count);
        Assert.NotNull(slots.Schema.GetColumnOrNull("SlotName"));
    }

    [Fact]
    public void Compare_OfTwoTrainers_IsOneCall()
    {
        IDataView beats = Beats;
        List<string> messages = [];
        using CancellationTokenSource stop = new();

        // <example>
        ComparisonOptions options = new()
        {
            Folds = 3,
            Seed = 1,
            FeatureColumnName = "Features",
            LabelColumnName = "Label",
            PatientColumnName = "Patient",
            ScoreColumnName = "Score",
            TruthColumnName = "Evidence",   // used where the data have it
            ExplainedRows = 8,
            ScoreReduction = new() { Draws = 5 },
            Localisation = new() { DilationSteps = 1 },
            Bootstrap = new() { Draws = 500 },
            Progress = new Progress<ProgressReport>(report => messages.Add($"{report.Done} of {report.Total}: {report.Detail}")),
            Cancellation = stop.Token,
        };
        // </example>

        // <example>
        Dictionary<string, IEstimator<ITransformer>> trainers = new()
        {
            ["lstm-4"] = mlContext.MulticlassClassification.Trainers.Lstm(new() { Network = new() { Hidden = 4 }, MaxEpochs = 2 }),
            ["lstm-8"] = mlContext.MulticlassClassification.Trainers.Lstm(new() { Network = new() { Hidden = 8 }, MaxEpochs = 2 }),
        };
        Dictionary<string, IEstimator<ITransformer>> explainers = new()
        {
            ["occlusion"] = mlContext.Transforms.Explain.Occlusion("Attribution"),
            ["derivative"] = mlContext.Transforms.Explain.Saliency("Attribution"),
        };
        ModelComparison comparison = mlContext.Explanation.Compare(beats, trainers, explainers, options);
        Console.WriteLine(comparison);   // tables
        // </example>

        // <example>
        ComparisonFigure loss = comparison.Find(ComparisonFigures.LogLoss, "lstm-4");
        Console.WriteLine($"{comparison.Patients} patients, {comparison.Folds.Count} folds, classes {string.Join(", ", comparison.Classes)}: log loss {loss.Value.Estimate}");
        Console.WriteLine($"{comparison.Figures.Count} figures, {comparison.Differences.Count} differences, random average precision {comparison.BaseRate}");
        foreach (string note in comparison.Notes)
            Console.WriteLine(note);   // classes that a fold lacks
        IDataView figures = comparison.Data, perFold = comparison.FoldData, differences = comparison.DifferenceData;
        // </example>

        // <example>
        string[] ofTrainers = [ComparisonFigures.Accuracy, ComparisonFigures.BalancedAccuracy, ComparisonFigures.LogLoss];
        string[] ofExplainers = [ComparisonFigures.ScoreReduction, ComparisonFigures.AboveRandom, ComparisonFigures.AveragePrecision];
        foreach (string name in ofExplainers)
            Console.WriteLine(comparison.Find(name, trainer: "lstm-4", explainer: "occlusion").Value.Estimate);
        // </example>

        // <example>
        foreach (ComparisonFigure figure in comparison.Figures)
        {
            Console.WriteLine($"{figure.Trainer} {figure.Explainer} ({figure.Method}), {figure.Figure}: {figure.Value.Estimate} over {figure.Rows} rows");
            Console.WriteLine($"fold by fold: {string.Join(", ", figure.PerFold)}");
        }
        // </example>

        // <example>
        foreach (ComparisonDifference difference in comparison.Differences)
        {
            Console.WriteLine($"{difference.Figure}: {difference.Trainer} {difference.Explainer} minus {difference.OtherTrainer} {difference.OtherExplainer}");
            Console.WriteLine($"{difference.Value.Estimate} ({difference.Value.Low} to {difference.Value.High})");
        }
        // </example>

        // <example>
        foreach (ComparedFold fold in comparison.Folds)
            Console.WriteLine($"fold {fold.Number}: {fold.Patients} patients, {fold.Rows} rows ({string.Join(", ", fold.RowsOfClass)}), {fold.ExplainedRows} explained");
        // </example>

        // <example>
        foreach (ComparisonRow row in mlContext.Data.CreateEnumerable<ComparisonRow>(comparison.Data, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Trainer} {row.Explainer} ({row.Method}), {row.Figure}: {row.Value} ({row.Low} to {row.High})");
            Console.WriteLine($"{row.Rows} rows of {row.Patients} patients");
        }
        // </example>

        // <example>
        foreach (ComparisonFoldRow row in mlContext.Data.CreateEnumerable<ComparisonFoldRow>(comparison.FoldData, reuseRowObject: false))
            Console.WriteLine($"fold {row.Fold}, {row.Trainer} {row.Explainer}, {row.Figure}: {row.Value}");
        // </example>

        // <example>
        foreach (ComparisonDifferenceRow row in mlContext.Data.CreateEnumerable<ComparisonDifferenceRow>(comparison.DifferenceData, reuseRowObject: false))
        {
            Console.WriteLine($"{row.Figure}: {row.Trainer} {row.Explainer} minus {row.OtherTrainer} {row.OtherExplainer}");
            Console.WriteLine($"{row.Difference} ({row.Low} to {row.High})");
        }
        // </example>

        Assert.Equal(3, ofTrainers.Length);
        Assert.All([figures, perFold, differences], view => Assert.NotNull(view.Schema.GetColumnOrNull("Figure")));
    }
}
