namespace MlNetXai.Networks.Training;

/// <summary>Rows with their classes.</summary>
/// <param name="Rows"><c>[row, step, channel]</c>.</param>
/// <param name="Labels">Class of each row, an index into the network's classes.</param>
public sealed record LabelledRows(Batch Rows, IReadOnlyList<int> Labels);

/// <summary>One finished epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainingLoss">Mean cross-entropy over the epoch's batches, dropout on, in nats.</param>
/// <param name="ValidationLoss">Mean cross-entropy of the validation rows after the epoch, in nats.</param>
/// <param name="ValidationAccuracy">Share of validation rows classified correctly, 0 … 1.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double ValidationLoss, double ValidationAccuracy);

/// <summary>What training gives.</summary>
/// <param name="Network">The network of the best epoch.</param>
/// <param name="BestEpoch">Epoch of the lowest validation loss, the first of equals.</param>
/// <param name="History">All epochs.</param>
public sealed record TrainingResult(Network Network, int BestEpoch, IReadOnlyList<EpochRecord> History);
