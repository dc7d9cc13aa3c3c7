namespace MlNetXai.Networks.Training;

/// <summary>The learning rate times a factor after every so many epochs (PyTorch's StepLR).</summary>
public sealed record StepSchedule : LearningRateSchedule
{
    /// <summary>Epochs between two changes, at least 1. Default 30.</summary>
    public int Every { get; init => field = Require.AtLeast(value, 1); } = 30;

    /// <summary>What the learning rate is multiplied by, above 0, at most 1. Default 0.1.</summary>
    public double Factor { get; init => field = Require.Between(Require.Above(value, 0), 0, 1); } = 0.1;

    internal override double Next(double initial, int epochs, IReadOnlyList<EpochRecord> history)
    {
        // By multiplication: the system's pow differs between machines.
        double rate = initial;
        for (int change = history.Count / Every; change > 0; change--)
            rate *= Factor;
        return rate;
    }
}
