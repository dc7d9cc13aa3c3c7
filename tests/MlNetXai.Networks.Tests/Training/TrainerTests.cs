using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Training;

public sealed class TrainerTests
{
    private static readonly TrainingOptions Quick = new() { Epochs = 3, BatchRows = 16, LearningRate = 0.01 };

    [Fact]
    public void Fit_SeparableRows_LearnsThem()
    {
        TrainingResult result = new Trainer(new() { Epochs = 30, BatchRows = 16, LearningRate = 0.02, WeightDecay = 0 }).Fit(Initial(), Rows(60, 1), Rows(30, 2));

        Assert.Equal(1, result.History[result.BestEpoch - 1].ValidationAccuracy, 0.05);
        Assert.Equal(result.History.Min(epoch => epoch.ValidationLoss), result.History[result.BestEpoch - 1].ValidationLoss);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_SameBits()
    {
        float[] one = new Trainer(Quick with { Threads = 1 }).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();
        float[] two = new Trainer(Quick with { Threads = 2 }).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();
        float[] eight = new Trainer(Quick with { Threads = 8 }).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();

        Assert.Equal(one, two);
        Assert.Equal(one, eight);
    }

    [Fact]
    public void Fit_OtherSeed_OtherWeights()
    {
        float[] first = new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();
        float[] second = new Trainer(Quick with { Seed = 2 }).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Fit_EveryPath_AgreesWithinTolerance()
    {
        float[] widest = new Trainer(Quick).Fit(KernelPath.Best, Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();
        foreach (KernelPath path in KernelPath.Supported)
        {
            float[] weights = new Trainer(Quick).Fit(path, Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights.ToArray();
            for (int i = 0; i < weights.Length; i++)
                Assert.Equal(widest[i], weights[i], 2e-4f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Fit_CancelledAndResumed_SameBitsAsUninterrupted(int cancelAfterReports)
    {
        using TemporaryFolder folder = new();
        string checkpoint = folder.File("checkpoint");
        TrainingResult whole = new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2));
        using CancellationTokenSource source = new();
        int reports = 0;
        CountingProgress progress = new(() =>
        {
            if (++reports == cancelAfterReports)
                source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() => new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2), checkpoint, progress: progress, cancellation: source.Token));
        TrainingResult resumed = new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2), checkpoint, resume: true);

        Assert.Equal(whole.Network.Weights, resumed.Network.Weights);
        Assert.Equal(whole.History, resumed.History);
    }

    [Fact]
    public void Fit_ResumedWithOtherData_IsRefused()
    {
        using TemporaryFolder folder = new();
        new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"));

        ModelFileException error = Assert.Throws<ModelFileException>(() => new Trainer(Quick).Fit(Initial(), Rows(50, 3), Rows(20, 2), folder.File("checkpoint"), resume: true));

        Assert.Contains("other settings, data or network", error.Message);
    }

    [Fact]
    public void Fit_ResumedForMoreEpochs_GoesOn()
    {
        using TemporaryFolder folder = new();
        new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"));

        TrainingResult longer = new Trainer(Quick with { Epochs = 5 }).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"), resume: true);

        Assert.Equal(new Trainer(Quick with { Epochs = 5 }).Fit(Initial(), Rows(50, 1), Rows(20, 2)).Network.Weights, longer.Network.Weights);
    }

    [Fact]
    public void Fit_ExplodingLoss_NamesEpochStepAndRow()
    {
        LabelledRows rows = Rows(50, 1);
        rows.Rows.Values.Fill(1e30f);
        Network huge = Initial();
        float[] weights = huge.Weights.ToArray();
        Array.Fill(weights, 3e38f);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new Trainer(Quick).Fit(huge.With(weights), rows, Rows(20, 2)));

        Assert.Matches("epoch 1, step 1, training row [0-9]+: the loss is", error.Message);
    }

    [Fact]
    public void Fit_NotANumberInARow_NamesTheRow()
    {
        LabelledRows rows = Rows(50, 1);
        rows.Rows.Row(17)[3] = float.NaN;

        Assert.Contains("training rows, row 17, step 3", Assert.Throws<MlNetXaiException>(() => new Trainer(Quick).Fit(Initial(), rows, Rows(20, 2))).Message);
    }

    [Fact]
    public void Fit_EmptyValidation_IsRefused() =>
        Assert.Contains("validation part has no rows", Assert.Throws<MlNetXaiException>(() => new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(0, 2))).Message);

    [Fact]
    public void Fit_LabelOutsideTheClasses_IsRefused()
    {
        LabelledRows rows = new(Rows(3, 1).Rows, [0, 1, 7]);

        Assert.Contains("training row 2 has class 7", Assert.Throws<ArgumentException>(() => new Trainer(Quick).Fit(Initial(), rows, Rows(20, 2))).Message);
    }

    [Fact]
    public void Epochs_Zero_IsRefused() => Assert.Contains("Epochs is 0 and must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Epochs = 0 }).Message);

    [Fact]
    public void Fit_BalancedClasses_LiftsTheRareClass()
    {
        // 3 rows of class 1 among 60, hardly different from the others: unweighted training says 0 to all.
        LabelledRows rows = new(Rows(60, 1).Rows, [.. Enumerable.Range(0, 60).Select(row => row % 20 == 0 ? 1 : 0)]);
        double RareProbability(ClassWeighting weighting)
        {
            Network network = new Trainer(Quick with { ClassWeighting = weighting, Epochs = 8 }).Fit(Initial(), rows, rows).Network;
            float[] logits = new float[120];
            network.Logits(rows.Rows, logits);
            return Enumerable.Range(0, 60).Average(row => 1 / (1 + Math.Exp(logits[2 * row] - logits[(2 * row) + 1])));
        }

        Assert.True(RareProbability(ClassWeighting.Balanced) > RareProbability(ClassWeighting.None) + 0.2);
    }

    public static TheoryData<OptimiserOptions, LearningRateSchedule> OptimisersAndSchedules
    {
        get
        {
            TheoryData<OptimiserOptions, LearningRateSchedule> all = [];
            foreach (OptimiserOptions optimiser in new OptimiserOptions[]
                { new AdamOptions { Beta1 = 0.8, Epsilon = 1e-7 }, new AdamWOptions(), new SgdOptions(), new SgdOptions { Momentum = 0.9 }, new SgdOptions { Momentum = 0.9, Nesterov = true } })
            {
                foreach (LearningRateSchedule schedule in new LearningRateSchedule[]
                    { new ConstantSchedule(), new StepSchedule { Every = 1, Factor = 0.5 }, new CosineSchedule(), new PlateauSchedule { Patience = 1, MinDelta = 1, Factor = 0.5 } })
                    all.Add(optimiser, schedule);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(OptimisersAndSchedules))]
    public void Fit_StoppedAtAnyBatchAndResumed_SameBitsAsUninterrupted(OptimiserOptions optimiser, LearningRateSchedule schedule)
    {
        using TemporaryFolder folder = new();
        string checkpoint = folder.File("checkpoint");
        TrainingOptions options = Quick with { Optimiser = optimiser, Schedule = schedule, ClipNorm = 0.1, EarlyStopping = new() { Patience = 2, MinDelta = 10 } };
        TrainingResult whole = new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("whole"));

        // Stopped after every single batch.
        Assert.Throws<OperationCanceledException>(() => FitOneBatch(options, checkpoint, resume: false));
        int stops = 1;
        TrainingResult? resumed = null;
        while (resumed is null)
        {
            try
            {
                resumed = FitOneBatch(options, checkpoint, resume: true);
            }
            catch (OperationCanceledException)
            {
                stops++;
            }
        }

        Assert.InRange(stops, 11, 12);
        Assert.Equal(whole.Network.Weights, resumed.Network.Weights);
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(File.ReadAllBytes(folder.File("whole")), File.ReadAllBytes(checkpoint));
    }

    [Fact]
    public void Fit_NoImprovement_StopsEarlyAndGivesTheBest()
    {
        TrainingOptions options = Quick with { Epochs = 50, LearningRate = 0.5, Optimiser = new SgdOptions(), EarlyStopping = new() { Patience = 3, MinDelta = 0.02 } };

        TrainingResult result = new Trainer(options).Fit(Initial(), Noise(50, 1), Noise(20, 2));

        Assert.InRange(result.History.Count, 4, 49);
        Assert.Equal(result.History.MinBy(epoch => epoch.ValidationLoss)!.Epoch, result.BestEpoch);
        Assert.Equal(
            new Trainer(options with { Epochs = result.BestEpoch, EarlyStopping = null }).Fit(Initial(), Noise(50, 1), Noise(20, 2)).Network.Weights, result.Network.Weights);
    }

    [Fact]
    public void Fit_StoppedEarlyAndResumedWithMorePatience_GoesOn()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Quick with { Epochs = 6 }, patient = options with { EarlyStopping = new() { Patience = 1, MinDelta = 10 } };
        TrainingResult stopped = new Trainer(patient).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"));

        TrainingResult longer = new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"), resume: true);

        Assert.Equal(2, stopped.History.Count);
        Assert.Equal(new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2)).History, longer.History);
    }

    [Fact]
    public void Fit_CosineOverTheTrainingResumedForMoreEpochs_IsRefused()
    {
        using TemporaryFolder folder = new();
        TrainingOptions options = Quick with { Schedule = new CosineSchedule() };
        new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"));

        ModelFileException error = Assert.Throws<ModelFileException>(
            () => new Trainer(options with { Epochs = 5 }).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("checkpoint"), resume: true));

        Assert.Contains("other settings", error.Message);
    }

    [Fact]
    public void Fit_CheckpointOfAnEarlierVersion_IsRefusedByName()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> tensors = new() { ["weights"] = new([1], [0]) };
        string text = """{"Fingerprint":"0","Epoch":2,"Batch":0,"LossSum":0,"WeightSum":0,"Beta1Power":0.9,"Beta2Power":0.999,"History":[]}""";
        new SafetensorsFile(tensors, new Dictionary<string, string> { ["mlnetxai.checkpoint"] = text }).Save(folder.File("old"));

        ModelFileException error = Assert.Throws<ModelFileException>(() => new Trainer(Quick).Fit(Initial(), Rows(50, 1), Rows(20, 2), folder.File("old"), resume: true));

        Assert.Contains("old: is a checkpoint of layout 1; this version goes on from layout 2", error.Message);
    }

    [Fact]
    public void Fit_EverySchedule_NotesTheLearningRate()
    {
        TrainingResult result = new Trainer(Quick with { Schedule = new StepSchedule { Every = 1, Factor = 0.5 } }).Fit(Initial(), Rows(50, 1), Rows(20, 2));

        Assert.Equal([0.01, 0.005, 0.0025], result.History.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Fit_Multilabel_LearnsEveryLabel()
    {
        // Label 0: the row rises; label 1: its middle is high. All four combinations occur.
        static LabelledRows Both(int count, ulong seed)
        {
            Batch batch = RandomRows.Make(count, new RowShape(8, 1), seed);
            float[] targets = new float[2 * count];
            for (int row = 0; row < count; row++)
            {
                (targets[2 * row], targets[(2 * row) + 1]) = (row % 2, row / 2 % 2);
                for (int step = 0; step < 8; step++)
                    batch.Row(row)[step] = (0.1f * batch.Row(row)[step]) + (((row % 2 * 2) - 1) * (step - 3.5f) / 4) + (row / 2 % 2 * (step is 3 or 4 ? 2 : 0));
            }

            return LabelledRows.WithTargets(batch, targets);
        }

        TrainingResult result = new Trainer(Quick with { Epochs = 60, LearningRate = 0.03, WeightDecay = 0 }).Fit(Sigmoid("rises", "high"), Both(80, 1), Both(40, 2));

        Assert.Equal(1, result.History[result.BestEpoch - 1].ValidationAccuracy, 0.02);
        float[] probabilities = new float[80];
        result.Network.Probabilities(Both(40, 2).Rows, probabilities);
        Assert.True(probabilities[6] > 0.8 && probabilities[7] > 0.8, "Row 3 has both labels.");
        Assert.True(probabilities[0] < 0.2 && probabilities[1] < 0.2, "Row 0 has none.");
    }

    [Fact]
    public void Fit_BinaryFromLabels_EqualsTargets()
    {
        LabelledRows rows = Rows(50, 1), validation = Rows(20, 2);
        LabelledRows targets = LabelledRows.WithTargets(rows.Rows, rows.Labels.Select(label => (float)label).ToArray());

        TrainingResult byLabels = new Trainer(Quick).Fit(Sigmoid("falls"), rows, validation), byTargets = new Trainer(Quick).Fit(Sigmoid("falls"), targets, validation);

        Assert.Equal(byLabels.Network.Weights, byTargets.Network.Weights);
        Assert.True(byLabels.History[^1].ValidationAccuracy > 0.5);
    }

    [Fact]
    public void Fit_LabelsOfSeveralSigmoidClasses_AreOneOfEach()
    {
        LabelledRows rows = Rows(50, 1);
        LabelledRows targets = LabelledRows.WithTargets(rows.Rows, rows.Labels.SelectMany(label => new float[] { label == 0 ? 1 : 0, label == 1 ? 1 : 0 }).ToArray());

        Assert.Equal(
            new Trainer(Quick).Fit(Sigmoid("up", "down"), targets, targets).Network.Weights, new Trainer(Quick).Fit(Sigmoid("up", "down"), rows, rows).Network.Weights);
    }

    [Fact]
    public void Fit_BalancedSigmoid_WeighsPositivesByTheirRarity()
    {
        // 10 of 50 rows are positive: weight 4.
        LabelledRows rows = new(Rows(50, 1).Rows, [.. Enumerable.Range(0, 50).Select(row => row % 5 == 0 ? 1 : 0)]);

        TrainingResult balanced = new Trainer(Quick with { ClassWeighting = ClassWeighting.Balanced }).Fit(Sigmoid("rare"), rows, rows);

        Assert.Equal(new Trainer(Quick with { PositiveWeights = [4] }).Fit(Sigmoid("rare"), rows, rows).Network.Weights, balanced.Network.Weights);
        Assert.NotEqual(new Trainer(Quick).Fit(Sigmoid("rare"), rows, rows).Network.Weights.ToArray(), balanced.Network.Weights.ToArray());
    }

    [Fact]
    public void Fit_ClassWeightsAsBalancedWouldGive_SameBits()
    {
        // 10 rows of class 1 and 40 of class 0: 50/(2·40) and 50/(2·10).
        LabelledRows rows = new(Rows(50, 1).Rows, [.. Enumerable.Range(0, 50).Select(row => row % 5 == 0 ? 1 : 0)]);

        Assert.Equal(
            new Trainer(Quick with { ClassWeighting = ClassWeighting.Balanced }).Fit(Initial(), rows, rows).Network.Weights,
            new Trainer(Quick with { ClassWeights = [0.625, 2.5] }).Fit(Initial(), rows, rows).Network.Weights);
    }

    [Fact]
    public void Fit_LabelsThatDoNotFitTheOutput_AreRefused()
    {
        LabelledRows rows = Rows(4, 1), targets = LabelledRows.WithTargets(rows.Rows, new float[8]);
        void Refused<T>(string message, Network network, LabelledRows training, TrainingOptions? options = null)
            where T : Exception =>
            Assert.Contains(message, Assert.ThrowsAny<T>(() => new Trainer(options ?? Quick).Fit(network, training, training)).Message);

        Refused<ArgumentException>("have targets; 'lstm 1×10' has a softmax output", Initial(), targets);
        Refused<ShapeException>("training targets has 8 values, not 4", Sigmoid("a"), targets);
        Refused<ArgumentException>("training row 1: the target of class 'b' is 2 and must lie in 0 … 1", Sigmoid("a", "b"), LabelledRows.WithTargets(rows.Rows, new float[] { 0, 1, 1, 2, 0, 0, 0, 0 }));
        Refused<ArgumentException>("the target of class 'a' is NaN", Sigmoid("a", "b"), LabelledRows.WithTargets(rows.Rows, new float[] { float.NaN, 1, 1, 0, 0, 0, 0, 0 }));
        Refused<ArgumentException>("training row 2 has class 2; 'sigmoid' has classes 0 … 1", Sigmoid("a"), new(rows.Rows, [0, 1, 2, 0]));
        Refused<ShapeException>("ClassWeights has 3 values; the network has 2 classes", Initial(), rows, Quick with { ClassWeights = [1, 1, 1] });
        Refused<ArgumentException>("PositiveWeights are for sigmoid outputs", Initial(), rows, Quick with { PositiveWeights = [1, 1] });
        Refused<MlNetXaiException>("Every training row is of a class with weight 0", Initial(), rows, Quick with { ClassWeights = [0, 0] });
    }

    [Fact]
    public void Fit_BatchOfAClassWithoutWeight_LearnsNothingFromIt()
    {
        Batch one = Rows(1, 1).Rows;
        LabelledRows rows = new(new Batch(2, one.Steps, one.Channels, new float[2 * one.Shape.Length]), [0, 1]);
        one.Row(0).CopyTo(rows.Rows.Row(0));
        one.Row(0).CopyTo(rows.Rows.Row(1));
        TrainingOptions options = Quick with { BatchRows = 1, Epochs = 1, Optimiser = new SgdOptions(), WeightDecay = 0 };

        Network network = Presets.Lstm(one.Shape, ["a", "b"], new() { Hidden = 3, Dropout = 0 });

        TrainingResult both = new Trainer(options with { ClassWeights = [0, 1] }).Fit(network, rows, rows), second = new Trainer(options).Fit(network, new(one, [1]), rows);

        Assert.Equal(second.Network.Weights, both.Network.Weights);
    }

    [Fact]
    public void Fit_GradientNotFinite_NamesEpochStepAndLayer()
    {
        // All logits are 0; ∂loss/∂(first weight) = 10·(−½·3e38 − ½·3e38) is beyond single precision.
        Network network = new("steep", new RowShape(1, 1), ["a", "b"], [("first", new Dense(1, 1)), ("second", new Dense(1, 2))], [0, 0, 3e38f, -3e38f, 0, 0]);
        LabelledRows rows = new(new Batch(1, 1, 1, new float[] { 10 }), [0]);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new Trainer(Quick).Fit(network, rows, rows));

        Assert.StartsWith("Training, epoch 1, step 1: layer 'first', weight: a gradient is ", error.Message);
        Assert.EndsWith("Lower the learning rate, or clip the gradient's norm.", error.Message);
    }

    [Fact]
    public void Fit_LearningRateThatOverflowsTheWeights_NamesEpochStepAndLayer()
    {
        TrainingOptions options = Quick with { Optimiser = new SgdOptions(), LearningRate = 1e300 };

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2)));

        Assert.Matches("Training, epoch 1, step 1: layer 'lstm1', [a-z_]+: a weight is .*Lower the learning rate", error.Message);
    }

    [Fact]
    public void Fit_RowsOfDifferentLengths_DoNotSeeTheirPadding()
    {
        Batch Padded(float padding)
        {
            Batch rows = Rows(50, 1).Rows;
            for (int row = 0; row < 50; row++)
                rows.Row(row)[(4 + (row % 5))..].Fill(padding);
            return new(50, 8, 1, rows.Values.ToArray(), Enumerable.Range(0, 50).Select(row => 4 + (row % 5)).ToArray());
        }

        int[] labels = [.. Enumerable.Range(0, 50).Select(row => row % 2)];
        TrainingResult zeros = new Trainer(Quick).Fit(Initial(), new(Padded(0), labels), new(Padded(0), labels));

        Assert.Equal(zeros.Network.Weights, new Trainer(Quick).Fit(Initial(), new(Padded(7), labels), new(Padded(7), labels)).Network.Weights);
        Assert.NotEqual(
            zeros.Network.Weights.ToArray(),
            new Trainer(Quick).Fit(Initial(), new(new Batch(50, 8, 1, Padded(0).Values.ToArray()), labels), new(Padded(0), labels)).Network.Weights.ToArray());
    }

    private static Network Initial() => Presets.Lstm(new RowShape(8, 1), ["up", "down"], new() { Hidden = 10, Dropout = 0.1 });

    // Class 0 rises, class 1 falls.
    private static LabelledRows Rows(int count, ulong seed)
    {
        Batch batch = RandomRows.Make(count, new RowShape(8, 1), seed);
        for (int row = 0; row < count; row++)
        {
            for (int step = 0; step < 8; step++)
                batch.Row(row)[step] = (0.1f * batch.Row(row)[step]) + ((row % 2 == 0 ? 1 : -1) * (step - 3.5f) / 4);
        }

        return new(batch, [.. Enumerable.Range(0, count).Select(row => row % 2)]);
    }

    // The same rows, labels that have nothing to do with them.
    private static LabelledRows Noise(int count, ulong seed) => new(Rows(count, seed).Rows, [.. Enumerable.Range(0, count).Select(row => row / 2 % 2)]);

    private static Network Sigmoid(params string[] classes) =>
        Network.Initial("sigmoid", new RowShape(8, 1), classes, [("lstm", new Lstm(1, 10)), ("dense", new Dense(10, classes.Length))], seed: 1, output: OutputActivation.Sigmoid);

    private static TrainingResult FitOneBatch(TrainingOptions options, string checkpoint, bool resume)
    {
        using CancellationTokenSource source = new();
        return new Trainer(options).Fit(Initial(), Rows(50, 1), Rows(20, 2), checkpoint, resume, new CountingProgress(source.Cancel), source.Token);
    }

    private sealed class CountingProgress(Action onReport) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => onReport();
    }
}
