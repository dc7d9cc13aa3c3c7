using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Kernels;
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

    private sealed class CountingProgress(Action onReport) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => onReport();
    }
}
