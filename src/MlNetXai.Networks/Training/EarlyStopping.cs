namespace MlNetXai.Networks.Training;

/// <summary>Ends a training whose validation loss no longer improves (Keras' EarlyStopping; Prechelt 1998). The epoch of the lowest loss is kept, as always.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs in a row without improvement after which it ends, at least 1. Default 10.</summary>
    public int Patience { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>By how much the loss must fall below the best so far to count as better, in nats, at least 0. Default 0.</summary>
    public double MinDelta { get; init => field = Require.AtLeast(Require.Finite(value), 0); }

    /// <summary>Whether a training with this history ends.</summary>
    internal bool Stops(IReadOnlyList<EpochRecord> history)
    {
        LossWatch watch = new(MinDelta);
        foreach (EpochRecord epoch in history)
        {
            watch.Note(epoch.ValidationLoss);
            if (watch.Waited >= Patience)
                return true;
        }

        return false;
    }
}

/// <summary>Counts epochs since the loss last improved.</summary>
/// <param name="minDelta">By how much it must fall below the best so far to count as better.</param>
internal struct LossWatch(double minDelta)
{
    private double _best = double.PositiveInfinity;

    /// <summary>Epochs since the last that improved.</summary>
    public int Waited { get; set; }

    /// <summary>Takes in the next epoch's loss.</summary>
    public void Note(double loss)
    {
        if (loss < _best - minDelta)
            (_best, Waited) = (loss, 0);
        else
            Waited++;
    }
}
