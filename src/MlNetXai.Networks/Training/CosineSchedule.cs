namespace MlNetXai.Networks.Training;

/// <summary>Half a cosine from the learning rate down to a floor: floor + (rate − floor)·(1 + cos(π·e/E))/2 in epoch e = 0, 1, … of E (Loshchilov and Hutter 2017, equation 5, without restarts;
/// PyTorch's CosineAnnealingLR). After E epochs it stays at the floor.</summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <summary>Epochs E down to the floor, at least 1; null (the default): those of the training.</summary>
    public int? Epochs { get; init => field = value is { } epochs ? Require.AtLeast(epochs, 1) : null; }

    /// <summary>Lowest learning rate, at least 0. Default 0. One above the first learning rate leaves that as it is.</summary>
    public double Floor { get; init => field = Require.AtLeast(Require.Finite(value), 0); }

    internal override bool DependsOnEpochs => Epochs is null;

    internal override double Next(double initial, int epochs, IReadOnlyList<EpochRecord> history)
    {
        int whole = Epochs ?? epochs, done = Math.Min(history.Count, whole);
        double floor = Math.Min(Floor, initial);
        return floor + ((initial - floor) * (1 + PortableMath.Cos(Math.PI * done / whole)) / 2);
    }
}
