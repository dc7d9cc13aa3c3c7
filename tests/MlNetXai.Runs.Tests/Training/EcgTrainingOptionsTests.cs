using MlNetXai.Runs.Training;
using Xunit;

namespace MlNetXai.Runs.Tests.Training;

public class EcgTrainingOptionsTests
{
    public static TheoryData<Func<EcgTrainingOptions>> OutOfRange => new(
        () => new() { LabelToleranceMs = 20_000 },
        () => new() { LabelToleranceMs = double.NaN },
        () => new() { SamplingRateHz = double.PositiveInfinity },
        () => new() { SamplingRateHz = 0 },
        () => new() { Hidden = 1_000_000_000 },
        () => new() { Layers = 17 },
        () => new() { BatchRows = int.MaxValue },
        () => new() { Epochs = int.MaxValue },
        () => new() { TrainPatients = int.MaxValue },
        () => new() { LearningRate = double.PositiveInfinity },
        () => new() { WeightDecay = double.PositiveInfinity },
        () => new() { ClipNorm = 0 },
        () => new() { Classes = ["N", ""] });

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Init_OutOfRange_Throws(Func<EcgTrainingOptions> build) => Assert.ThrowsAny<ArgumentException>(build);

    [Fact]
    public void Init_Bounds_AreAllowed()
    {
        EcgTrainingOptions options = new() { LabelToleranceMs = 10_000, SamplingRateHz = 20_000, Hidden = 4096, Layers = 16, BatchRows = 1_000_000, WeightDecay = 0 };

        Assert.Equal((4096, 16), (options.Hidden, options.Layers));
    }
}
