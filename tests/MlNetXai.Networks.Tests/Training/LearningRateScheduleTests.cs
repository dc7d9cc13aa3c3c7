using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.Networks.Tests.Training;

public sealed class LearningRateScheduleTests
{
    public static TheoryData<string, LearningRateSchedule> Torch => new()
    {
        { "step", new StepSchedule { Every = 3, Factor = 0.5 } },
        { "cosine", new CosineSchedule() },
        { "cosine-floor", new CosineSchedule { Epochs = 5, Floor = 0.001 } },
        { "plateau", new PlateauSchedule { Patience = 2, Floor = 1e-4 } },
    };

    [Theory]
    [MemberData(nameof(Torch))]
    public void Next_EveryEpoch_EqualsPyTorch(string name, LearningRateSchedule schedule)
    {
        using TorchNumbers torch = new();
        double[] expected = TorchNumbers.Array(torch["schedules"].GetProperty(name)), losses = TorchNumbers.Array(torch["losses"]);

        double[] rates = [.. expected.Select((_, epoch) => schedule.Next(0.02, expected.Length, History(losses[..epoch])))];

        for (int epoch = 0; epoch < expected.Length; epoch++)
            Assert.Equal(expected[epoch], rates[epoch], 1e-15);
    }

    [Fact]
    public void Next_Constant_IsTheFirst() => Assert.Equal(0.3, new ConstantSchedule().Next(0.3, 5, History(1, 1, 1, 1)));

    [Fact]
    public void Next_CosineBeyondItsEpochs_StaysAtTheFloor() =>
        Assert.Equal(0.25, new CosineSchedule { Epochs = 2, Floor = 0.25 }.Next(1, 10, History(1, 1, 1, 1, 1)), 1e-15);

    [Fact]
    public void Next_FloorAboveTheFirstRate_LeavesItAsItIs()
    {
        Assert.Equal(0.1, new CosineSchedule { Floor = 1 }.Next(0.1, 10, History(1, 1, 1)));
        Assert.Equal(0.1, new PlateauSchedule { Floor = 1, Patience = 1 }.Next(0.1, 10, History(1, 1, 1)));
    }

    // Keras 2.11, ReduceLROnPlateau(factor=0.1, patience=7, min_lr=lr/100): study E's settings, rates by hand from its source.
    [Fact]
    public void Next_PlateauOfStudyE_FallsAfterSevenEpochsWithoutImprovement()
    {
        PlateauSchedule schedule = new() { Factor = 0.1, Patience = 7, Floor = 1e-5 };
        double[] losses = [1, .. Enumerable.Repeat(2.0, 30)];

        double[] rates = [.. Enumerable.Range(0, 30).Select(epoch => schedule.Next(1e-3, 70, History(losses[..epoch])))];

        Assert.Equal([.. Enumerable.Repeat(1e-3, 8), .. Enumerable.Repeat(1e-4, 7), .. Enumerable.Repeat(1e-5, 15)], rates, (a, b) => Math.Abs(a - b) < 1e-18);
    }

    [Fact]
    public void Next_ImprovementSmallerThanMinDelta_CountsAsNone()
    {
        PlateauSchedule schedule = new() { Patience = 2, Factor = 0.5, MinDelta = 0.01 };

        Assert.Equal(1, schedule.Next(1, 10, History(0.5, 0.495, 0.485)));
        Assert.Equal(0.5, schedule.Next(1, 10, History(0.5, 0.495, 0.491)));
    }

    [Theory]
    [InlineData(2, 0, new[] { 0.5, 0.4, 0.4 }, false)]
    [InlineData(2, 0, new[] { 0.5, 0.4, 0.4, 0.41 }, true)]
    [InlineData(2, 0, new[] { 0.5, 0.4, 0.41, 0.39, 0.4 }, false)]
    [InlineData(2, 0.05, new[] { 0.5, 0.46, 0.455 }, true)]
    [InlineData(2, 0.05, new[] { 0.5, 0.46, 0.44 }, false)]
    [InlineData(1, 0, new[] { 0.5 }, false)]
    [InlineData(1, 0, new double[0], false)]
    public void Stops_ByPatienceAndMinDelta_AsKerasDoes(int patience, double minDelta, double[] losses, bool expected) =>
        Assert.Equal(expected, new EarlyStopping { Patience = patience, MinDelta = minDelta }.Stops(History(losses)));

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        Assert.Contains("Every is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule { Every = 0 }).Message);
        Assert.Contains("Factor is 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule { Factor = 1.5 }).Message);
        Assert.Contains("Factor is 1 ", Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule { Factor = 1 }).Message);
        Assert.Contains("Patience is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule { Patience = 0 }).Message);
        Assert.Contains("Patience is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { Patience = 0 }).Message);
        Assert.Contains("MinDelta is NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { MinDelta = double.NaN }).Message);
        Assert.Contains("Epochs is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule { Epochs = 0 }).Message);
        Assert.Contains("Floor is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule { Floor = -1 }).Message);
    }

    private static EpochRecord[] History(params double[] losses) => [.. losses.Select((loss, i) => new EpochRecord(i + 1, loss, loss, 0.5))];
}
