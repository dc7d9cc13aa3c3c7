namespace MlNetXai.Networks.Training;

/// <summary>The learning rate times a factor when the validation loss has not improved for some epochs (Keras' ReduceLROnPlateau, without cool-down).</summary>
/// <remarks>An epoch improves when its loss is below the best so far − <see cref="MinDelta"/>. After <see cref="Patience"/> epochs without, the rate falls and the count begins anew.</remarks>
public sealed record PlateauSchedule : LearningRateSchedule
{
    /// <summary>What the learning rate is multiplied by, above 0 and below 1. Default 0.1.</summary>
    public double Factor { get; init => field = Require.Between(Require.Above(value, 0), 0, 0.9999999); } = 0.1;

    /// <summary>Epochs without improvement before the rate falls, at least 1. Default 10.</summary>
    public int Patience { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>By how much the loss must fall to count as better, in nats, at least 0. Default 1e-4.</summary>
    public double MinDelta { get; init => field = Require.AtLeast(Require.Finite(value), 0); } = 1e-4;

    /// <summary>Lowest learning rate, at least 0. Default 0.</summary>
    public double Floor { get; init => field = Require.AtLeast(Require.Finite(value), 0); }

    internal override double Next(double initial, int epochs, IReadOnlyList<EpochRecord> history)
    {
        double rate = initial;
        LossWatch watch = new(MinDelta);
        foreach (EpochRecord epoch in history)
        {
            watch.Note(epoch.ValidationLoss);
            if (watch.Waited < Patience || rate <= Floor)
                continue;
            rate = Math.Max(rate * Factor, Floor);
            watch.Waited = 0;
        }

        return rate;
    }
}
