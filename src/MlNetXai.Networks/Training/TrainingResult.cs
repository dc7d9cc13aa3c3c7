namespace MlNetXai.Networks.Training;

/// <summary>Rows with what is to be learned of them: the class of each, or for sigmoid outputs whether each class holds (<see cref="WithTargets"/>).</summary>
/// <param name="Rows"><c>[row, step, channel]</c>.</param>
/// <param name="Labels">Class of each row, an index into the network's classes; of a network with one class, 1 where it holds and 0 where not. Empty where there are <see cref="Targets"/>.</param>
public sealed record LabelledRows(Batch Rows, IReadOnlyList<int> Labels)
{
    /// <summary>Whether each class holds, 0 or 1 or between, <c>[row, class]</c>; empty where there are <see cref="Labels"/>.</summary>
    public ReadOnlyMemory<float> Targets { get; private init; }

    /// <summary>Rows of which any number of classes hold (multi-label).</summary>
    /// <param name="rows"><c>[row, step, channel]</c>.</param>
    /// <param name="targets">Whether each class holds, 0 or 1 or between, <c>[row, class]</c>; not copied.</param>
    public static LabelledRows WithTargets(Batch rows, ReadOnlyMemory<float> targets) => new(rows, []) { Targets = targets };
}

/// <summary>One finished epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainingLoss">Mean cross-entropy over the epoch's batches, dropout on, in nats.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation rows after the epoch, in nats.</param>
/// <param name="ValidationAccuracy">Share of validation rows classified correctly, 0 … 1; of a sigmoid output the share of rows × classes on the right side of p = 1/2 (mean label accuracy).</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double ValidationLoss, double ValidationAccuracy)
{
    /// <summary>Learning rate of the epoch.</summary>
    public double LearningRate { get; init; }
}

/// <summary>What training gives.</summary>
/// <param name="Network">The network of the best epoch.</param>
/// <param name="BestEpoch">Epoch of the lowest validation loss, the first of equals.</param>
/// <param name="History">All epochs, fewer than asked for where <see cref="EarlyStopping"/> ended it.</param>
public sealed record TrainingResult(Network Network, int BestEpoch, IReadOnlyList<EpochRecord> History);
