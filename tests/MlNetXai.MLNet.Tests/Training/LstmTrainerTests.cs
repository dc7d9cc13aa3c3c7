using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.MLNet.Tests.Training;

public sealed class LstmTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    private static LstmTrainerOptions Small => new() { MaxEpochs = 3, BatchSize = 10, LearningRate = 0.02, Network = new() { Hidden = 5 } };

    [Fact]
    public void Fit_WithAValidationSet_EqualsTheCoreToTheBit()
    {
        IDataView training = TinyData.Keyed(_context, 40), validation = TinyData.Keyed(_context, 15);
        TrainingResult expected = new Trainer(new() { Epochs = 3, BatchRows = 10, LearningRate = 0.02, Seed = 9 }).Fit(
            Presets.Lstm(TinyData.Shape, TinyData.Classes, new() { Hidden = 5, Seed = 9 }), TinyData.Labelled(40), TinyData.Labelled(15));

        NetworkTransformer network = _context.MulticlassClassification.Trainers.Lstm(Small with { ValidationSet = validation, Seed = 9 }).Fit(training);

        Assert.Equal(expected.Network.Weights, network.Model.Weights);
    }

    [Fact]
    public void Fit_WithEverySetting_EqualsTheCoreToTheBit()
    {
        IDataView training = TinyData.Keyed(_context, 40), validation = TinyData.Keyed(_context, 15);
        LstmTrainerOptions options = Small with
        {
            MaxEpochs = 30,
            Optimiser = new SgdOptions { Momentum = 0.9 },
            LearningRate = 0.5,
            Schedule = new StepSchedule { Every = 1, Factor = 0.5 },
            ClipNorm = 0.5,
            EarlyStopping = new() { Patience = 2, MinDelta = 0.001 },
        };
        TrainingOptions core = new()
        {
            Epochs = 30,
            BatchRows = 10,
            Optimiser = options.Optimiser,
            LearningRate = 0.5,
            Schedule = options.Schedule,
            ClipNorm = 0.5,
            EarlyStopping = options.EarlyStopping,
        };
        TrainingResult expected = new Trainer(core).Fit(Presets.Lstm(TinyData.Shape, TinyData.Classes, new() { Hidden = 5 }), TinyData.Labelled(40), TinyData.Labelled(15));

        NetworkTransformer network = _context.MulticlassClassification.Trainers.Lstm(options with { ValidationSet = validation }).Fit(training);

        Assert.Equal(expected.Network.Weights, network.Model.Weights);
        Assert.InRange(expected.History.Count, 3, 29);
    }

    [Fact]
    public void Fit_WithoutAValidationSet_HoldsOutWholePatients()
    {
        IDataView data = TinyData.Keyed(_context, 40);
        LabelledColumns all = LabelledColumns.Read(data, "Features", "Label", "Patient");

        (LabelledRows training, LabelledRows validation) = all.HoldOut(0.2, 1);

        Assert.Equal((32, 8), (training.Rows.Rows, validation.Rows.Rows));
    }

    [Fact]
    public void Evaluate_OfTheScores_GivesTheAccuracyOfTheLogits()
    {
        IDataView data = TinyData.Keyed(_context, 60);
        NetworkTransformer network = _context.MulticlassClassification.Trainers.Lstm(Small with { MaxEpochs = 12 }).Fit(data);
        LabelledRows rows = TinyData.Labelled(60);
        float[] logits = new float[60 * 3];
        network.Model.Logits(rows.Rows, logits);
        int correct = Enumerable.Range(0, 60).Count(row => MlNetXai.Explanations.TargetScores.MostLikely(logits.AsSpan(row * 3, 3)) == rows.Labels[row]);

        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(network.Transform(data));

        Assert.Equal(correct / 60.0, metrics.MicroAccuracy, 12);
        Assert.True(metrics.LogLoss < Math.Log(3));
        Assert.Contains("N |", metrics.ConfusionMatrix.GetFormattedConfusionTable(), StringComparison.Ordinal);
    }

    [Fact]
    public void CrossValidate_OverPatients_GivesAModelPerFold()
    {
        IDataView data = TinyData.Keyed(_context, 60);

        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds =
            _context.MulticlassClassification.CrossValidate(data, _context.MulticlassClassification.Trainers.Lstm(Small), numberOfFolds: 2, samplingKeyColumnName: "Patient", seed: 3);

        Assert.Equal(2, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0, 1));
    }

    [Fact]
    public void Schema_OfTheColumns_HasTheAnnotationsOfStockTrainers()
    {
        DataViewSchema schema = _context.Transforms.ApplyNetwork(TinyData.Network()).Fit(TinyData.View(_context)).GetOutputSchema(TinyData.View(_context).Schema);

        Assert.Equal("Key<UInt32, 0-2>", $"{schema["PredictedLabel"].Type}");
        Assert.Equal("Vector<Single, 3>", $"{schema["Score"].Type}");
        Assert.Equal(["ScoreColumnKind", "ScoreValueKind", "KeyValues", "ScoreColumnSetId"], schema["PredictedLabel"].Annotations.Schema.Select(annotation => annotation.Name));
        Assert.Equal(
            ["ScoreColumnKind", "ScoreValueKind", "ScoreColumnSetId", "TrainingLabelValues", "SlotNames", "MlNetXai.Network"],
            schema["Score"].Annotations.Schema.Select(annotation => annotation.Name));
    }
}
