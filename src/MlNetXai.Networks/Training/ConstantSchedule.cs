namespace MlNetXai.Networks.Training;

/// <summary>The same learning rate in every epoch.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    internal override double Next(double initial, int epochs, IReadOnlyList<EpochRecord> history) => initial;
}
