using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Signals.Splits;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class CompareTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly ComparisonOptions Quick = new()
    {
        ExplainedRows = 6,
        ScoreReduction = new() { Draws = 2, Alphas = [0, 0.5, 1], Shares = [0.5] },
        Bootstrap = new() { Draws = 100 },
    };

    private readonly List<BumpRows.Row> _rows = BumpRows.Make(patients: 9, rowsPerPatient: 4);

    private readonly Dictionary<string, IEstimator<ITransformer>> _trainers = new() { ["small"] = Lstm(2, epochs: 2), ["larger"] = Lstm(6, epochs: 8) };

    private readonly Dictionary<string, IEstimator<ITransformer>> _explainers = new()
    {
        ["occlusion"] = Context.Transforms.Explain.Occlusion("Attribution", options: new() { Windows = OcclusionWindows.StudyA(3) }),
        ["derivative"] = Context.Transforms.Explain.Saliency("Attribution"),
        ["derivative-of-label"] = Context.Transforms.Explain.Saliency("Attribution", target: ExplanationTarget.Label()),
    };

    [Fact]
    public void Compare_AnyTrainer_TestsEveryRowOnceInFoldsThatKeepPatientsTogether()
    {
        ModelComparison comparison = Compare();

        Assert.Equal(9, comparison.Folds.Sum(fold => fold.Patients));
        Assert.Equal(36, comparison.Folds.Sum(fold => fold.Rows));
        Assert.All(comparison.Folds, fold => Assert.Equal(fold.Rows, fold.RowsOfClass.Sum()));
        Assert.All(comparison.Figures.Where(figure => figure.Explainer.Length == 0), figure => Assert.Equal((36, 9), (figure.Rows, figure.Value.Patients)));
        Assert.All(comparison.Figures.Where(figure => figure.Explainer.Length > 0), figure => Assert.Equal(18, figure.Rows));
    }

    [Fact]
    public void Compare_OneTrainer_HasTheFiguresOfStepsDoneByHand()
    {
        ModelComparison comparison = Compare();

        int[] foldOf = PatientFolds.Deal([.. _rows.Select(row => row.Patient)], 3, Quick.Seed);
        int correct = 0;
        double loss = 0;
        for (int fold = 0; fold < 3; fold++)
        {
            IDataView train = BumpRows.View(Context, [.. _rows.Where((_, row) => foldOf[row] != fold)]);
            IDataView test = BumpRows.View(Context, [.. _rows.Where((_, row) => foldOf[row] == fold)]);
            MulticlassClassificationMetrics metrics = Context.MulticlassClassification.Evaluate(_trainers["larger"].Fit(train).Transform(test));
            int rows = foldOf.Count(value => value == fold);
            Assert.Equal(metrics.MicroAccuracy, comparison.Find(ComparisonFigures.Accuracy, "larger").PerFold[fold]!.Value, 1e-12);
            Assert.Equal(metrics.MacroAccuracy, comparison.Find(ComparisonFigures.BalancedAccuracy, "larger").PerFold[fold]!.Value, 1e-12);
            Assert.Equal(metrics.LogLoss, comparison.Find(ComparisonFigures.LogLoss, "larger").PerFold[fold]!.Value, 1e-12);
            correct += (int)Math.Round(metrics.MicroAccuracy * rows);
            loss += metrics.LogLoss * rows;
        }

        Assert.Equal(correct / 36.0, comparison.Find(ComparisonFigures.Accuracy, "larger").Value.Estimate!.Value, 1e-12);
        Assert.Equal(loss / 36, comparison.Find(ComparisonFigures.LogLoss, "larger").Value.Estimate!.Value, 1e-12);
    }

    [Fact]
    public void Compare_OneExplainer_HasTheReductionOfItsColumn()
    {
        ModelComparison comparison = Compare();

        string[] patients = [.. _rows.Select(row => row.Patient)];
        int[] foldOf = PatientFolds.Deal(patients, 3, Quick.Seed), test = [.. Enumerable.Range(0, 36).Where(row => foldOf[row] == 0)];
        int[] explained = RowSelection.Draw(test, [.. _rows.Select(row => (int)row.Label)], patients, 2, 6, Quick.Seed);
        ITransformer model = _trainers["small"].Append(_explainers["occlusion"]).Fit(BumpRows.View(Context, [.. _rows.Where((_, row) => foldOf[row] != 0)]));
        IDataView rows = model.Transform(BumpRows.View(Context, [.. explained.Select(row => _rows[row])]));
        ScoreReductionMeasure reduction = Context.Explanation.ScoreReduction(rows, model, "Attribution", new() { Measure = Quick.ScoreReduction, Bootstrap = Quick.Bootstrap });
        LocalisationMeasure localisation = Context.Explanation.Localisation(rows, "Attribution", options: new() { Bootstrap = Quick.Bootstrap });

        Assert.Equal(reduction.Columns[0].MeanReduction.Estimate!.Value, comparison.Find(ComparisonFigures.ScoreReduction, "small", "occlusion").PerFold[0]!.Value, 1e-12);
        Assert.Equal(reduction.Columns[0].MeanOverRandom.Estimate!.Value, comparison.Find(ComparisonFigures.AboveRandom, "small", "occlusion").PerFold[0]!.Value, 1e-12);
        Assert.Equal(localisation.Classes[0].AveragePrecision.Estimate!.Value, comparison.Find(ComparisonFigures.AveragePrecision, "small", "occlusion").PerFold[0]!.Value, 1e-12);
    }

    [Fact]
    public void Differences_OfTrainersAndExplainers_AreThoseOfTheEstimates()
    {
        ModelComparison comparison = Compare();

        // 3 figures of 1 pair of trainers; 3 figures of 1 pair of trainers for each of 3 explainers; 3 figures of 3 pairs of explainers for each of 2 trainers.
        Assert.Equal(3 + 9 + 18, comparison.Differences.Count);
        Assert.All(comparison.Differences, difference => Assert.Equal(
            comparison.Find(difference.Figure, difference.Trainer, difference.Explainer).Value.Estimate!.Value
                - comparison.Find(difference.Figure, difference.OtherTrainer, difference.OtherExplainer).Value.Estimate!.Value,
            difference.Value.Estimate!.Value,
            1e-12));
    }

    [Fact]
    public void Compare_Repeated_GivesTheSame() => Assert.Equal(Compare().ToString(), Compare().ToString());

    [Fact]
    public void Compare_ATrainerAlone_HasTheSameFiguresAsInCompany()
    {
        ModelComparison all = Compare(), alone = Context.Explanation.Compare(View(), new Dictionary<string, IEstimator<ITransformer>> { ["larger"] = _trainers["larger"] }, _explainers, Quick);

        Assert.All(alone.Figures, figure => Assert.Equal(all.Find(figure.Figure, figure.Trainer, figure.Explainer).Value, figure.Value));
    }

    [Fact]
    public void Data_OfAComparison_HoldsFiguresFoldsAndDifferences()
    {
        ModelComparison comparison = Compare();

        ComparisonRow[] rows = [.. Context.Data.CreateEnumerable<ComparisonRow>(comparison.Data, reuseRowObject: false)];
        ComparisonFoldRow[] folds = [.. Context.Data.CreateEnumerable<ComparisonFoldRow>(comparison.FoldData, reuseRowObject: false)];
        ComparisonDifferenceRow[] differences = [.. Context.Data.CreateEnumerable<ComparisonDifferenceRow>(comparison.DifferenceData, reuseRowObject: false)];
        Assert.Equal((6 + 18, 72, 30), (rows.Length, folds.Length, differences.Length));
        Assert.Equal(("small", "occlusion", "occlusion", ComparisonFigures.ScoreReduction), (rows[6].Trainer, rows[6].Explainer, rows[6].Method, rows[6].Figure));
        Assert.Equal(comparison.Figures[6].Value.Low, rows[6].Low);
        Assert.Equal(comparison.Figures[6].PerFold[1], folds[19].Value);
        Assert.Equal(comparison.Differences[2].Value.Estimate, differences[2].Difference);
    }

    [Fact]
    public void ToString_OfAComparison_FitsTheConsole()
    {
        string text = Compare().ToString();

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.Contains("9 patients, unreliable", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NoExplainersAndNoTruth_ComparesTrainersOnly()
    {
        ModelComparison comparison = Context.Explanation.Compare(View(), _trainers, new Dictionary<string, IEstimator<ITransformer>>(), Quick with { TruthColumnName = null });

        Assert.Equal(6, comparison.Figures.Count);
        Assert.DoesNotContain("Explainers", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ClassOfOnePatient_SaysWhichFoldsLackIt()
    {
        foreach (BumpRows.Row row in _rows)
            row.Label = row.Patient == "p3" ? 1u : 0;

        ModelComparison comparison = Compare();

        int fold = comparison.Folds.Single(fold => fold.RowsOfClass[1] > 0).Number;
        Assert.Contains(comparison.Notes, note => note.StartsWith($"Fold {fold}: no training row of class 'late'", StringComparison.Ordinal));
        Assert.Equal(2, comparison.Notes.Count(note => note.Contains("no test row of class 'late'", StringComparison.Ordinal)));
        Assert.Equal(2, comparison.Find(ComparisonFigures.BalancedAccuracy, "small").PerFold.Count(value => value is null));
        Assert.Contains($"Fold {fold}: no training row", comparison.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OnePatient_SaysHowManyAreNeeded()
    {
        foreach (BumpRows.Row row in _rows)
            row.Patient = "only";

        PatientSplitException error = Assert.Throws<PatientSplitException>(Compare);

        Assert.Contains("1 patient; 3 folds need at least 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NaNInARow_NamesColumnAndRow()
    {
        _rows[7].Features[0] = float.NaN;

        ColumnValueException error = Assert.Throws<ColumnValueException>(Compare);

        Assert.Equal("Features", error.Column);
    }

    [Fact]
    public void Compare_PatientMissing_NamesTheRow()
    {
        _rows[7].Patient = "";

        ColumnValueException error = Assert.Throws<ColumnValueException>(Compare);

        Assert.Equal(("Patient", 7), (error.Column, error.Row));
    }

    [Theory]
    [InlineData("PatientColumnName", "Could not find patient column 'Nothing'")]
    [InlineData("LabelColumnName", "Could not find label column 'Nothing'")]
    [InlineData("FeatureColumnName", "Could not find feature column 'Nothing'")]
    [InlineData("TruthColumnName", "Could not find truth column 'Nothing'")]
    public void Compare_ColumnMissing_NamesIt(string option, string message)
    {
        ComparisonOptions options = option switch
        {
            "PatientColumnName" => Quick with { PatientColumnName = "Nothing" },
            "LabelColumnName" => Quick with { LabelColumnName = "Nothing" },
            "FeatureColumnName" => Quick with { FeatureColumnName = "Nothing" },
            _ => Quick with { TruthColumnName = "Nothing" },
        };

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.Compare(View(), _trainers, _explainers, options));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NoTrainer_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Context.Explanation.Compare(View(), new Dictionary<string, IEstimator<ITransformer>>(), _explainers, Quick));

    [Fact]
    public void Compare_NameWithoutEstimator_IsNamed()
    {
        _explainers["none"] = null!;

        Assert.Contains("'none' in explainers has no estimator", Assert.Throws<ArgumentException>(Compare).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OneClass_SaysSo()
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Context.Explanation.Compare(
            Context.Transforms.CopyColumns("Label", "Site").Fit(OneSite()).Transform(OneSite()), _trainers, _explainers, Quick));

        Assert.Contains("has one class ('here')", error.Message, StringComparison.Ordinal);

        IDataView OneSite() => Context.Data.LoadFromEnumerable(_rows.Select(row => new SiteRow { Features = row.Features, Patient = row.Patient }).ToArray());
    }

    [Fact]
    public void Compare_MethodWithoutSalience_IsRefusedBeforeTraining()
    {
        _trainers["small"] = Context.Transforms.Explain.Saliency("never trained", "no such column");
        _explainers["prefixes"] = Context.Transforms.Explain.TemporalOutputScore("Prefixes");

        ArgumentException error = Assert.Throws<ArgumentException>(Compare);

        Assert.Contains("temporal-output-score", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ExplainerThatMakesNoAttribution_IsNamed()
    {
        _explainers["copy"] = Context.Transforms.CopyColumns("Attribution", "Features");

        ArgumentException error = Assert.Throws<ArgumentException>(Compare);

        Assert.Contains("Explainer 'copy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TrainerWithoutScores_IsNamed()
    {
        _trainers["small"] = Context.Transforms.CopyColumns("Score", "Features");

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(Compare);

        Assert.Contains("Trainer 'small'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_CancelledWhileRunning_StopsAtTheNextStep()
    {
        using CancellationTokenSource source = new();
        List<string?> steps = [];
        Recorder progress = new(report =>
        {
            steps.Add(report.Detail);
            if (steps.Count == 3)
                source.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Context.Explanation.Compare(View(), _trainers, _explainers, Quick with { Progress = progress, Cancellation = source.Token }));

        Assert.Equal(["fold 1 of 3: small", "fold 1 of 3: small, occlusion", "fold 1 of 3: small, derivative"], steps);
    }

    [Fact]
    public void Find_NoSuchFigure_NamesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Compare().Find("accuracy", "none"));

        Assert.Contains("'accuracy' of trainer 'none'", error.Message, StringComparison.Ordinal);
    }

    // Every attribution method of the catalog that any network can be explained by, so that a new one takes part.
    [Fact]
    [Trait("Speed", "slow")]
    public void Compare_SyntheticBeatsTwoSizesAllMethods_HasEveryFigureAndOcclusionFindsTheTruth()
    {
        IDataView beats = Context.Transforms.BandpassFilter("Signal")
            .Append(Context.Transforms.DetectBeats())
            .Append(Context.Transforms.SegmentBeats())
            .Append(Context.Transforms.Conversion.MapValueToKey("Label"))
            .Fit(Records()).Transform(Records());
        Dictionary<string, IEstimator<ITransformer>> explainers = MethodCatalog.All
            .Where(method => typeof(IExplanationMethod<IInputGradient>).IsAssignableFrom(method.Type))
            .ToDictionary(method => method.Name, method => (IEstimator<ITransformer>)new ExplanationEstimator(
                method, QuickOptions(method), new("Attribution", "Features", ExplanationTarget.Predicted), "Score"));

        ModelComparison comparison = Context.Explanation.Compare(
            beats,
            new Dictionary<string, IEstimator<ITransformer>> { ["lstm-16"] = BeatLstm(16), ["lstm-32"] = BeatLstm(32) },
            explainers,
            new() { ExplainedRows = 40, ScoreReduction = new() { Draws = 2 }, Localisation = new() { DilationSteps = 5 } });

        TestContext.Current.TestOutputHelper!.WriteLine(comparison.ToString());
        Assert.Equal(2 * explainers.Count, comparison.Figures.Count(figure => figure.Figure == ComparisonFigures.AveragePrecision));
        Assert.All(comparison.Figures, figure => Assert.NotNull(figure.Value.Low));
        Assert.All(comparison.Differences, difference => Assert.NotNull(difference.Value.Estimate));
        Assert.Empty(comparison.Notes);
        Assert.All(new[] { "lstm-16", "lstm-32" }, trainer =>
        {
            // Always saying N is right in 0.57 of the rows.
            Assert.InRange(comparison.Find(ComparisonFigures.Accuracy, trainer).Value.Low!.Value, 0.6, 1);
            Assert.InRange(comparison.Find(ComparisonFigures.AboveRandom, trainer, "occlusion").Value.Low!.Value, 0, double.MaxValue);
            Assert.InRange(comparison.Find(ComparisonFigures.AveragePrecision, trainer, "occlusion").Value.Estimate!.Value, comparison.BaseRate!.Value, 1);
        });
        Assert.All(comparison.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 120));

        static IDataView Records() => Context.Data.LoadFromSyntheticEcg();
    }

    private static object QuickOptions(MethodDescription method) => method.DefaultOptions switch
    {
        LearnedMaskOptions mask => mask with { Iterations = 100 },
        ShapleySegmentsOptions shapley => shapley with { Segments = Segmentation.Equal(6) },
        var options => options,
    };

    private static LstmTrainer Lstm(int hidden, int epochs) => Context.MulticlassClassification.Trainers.Lstm(
        new() { Network = new() { Hidden = hidden }, MaxEpochs = epochs, BatchSize = 16, LearningRate = 0.01 });

    private static LstmTrainer BeatLstm(int hidden) => Context.MulticlassClassification.Trainers.Lstm(
        new() { Network = new() { Hidden = hidden }, MaxEpochs = 15, BatchSize = 20, LearningRate = 0.002, WeightDecay = 1e-4 });

    private ModelComparison Compare() => Context.Explanation.Compare(View(), _trainers, _explainers, Quick);

    private IDataView View() => BumpRows.View(Context, _rows);

    internal sealed class SiteRow
    {
        [VectorType(BumpRows.Steps, 1)]
        public float[] Features { get; set; } = [];

        public string Patient { get; set; } = "";

        public string Site { get; set; } = "here";
    }

    private sealed class Recorder(Action<ProgressReport> hear) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => hear(value);
    }
}
