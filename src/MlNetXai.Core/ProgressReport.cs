namespace MlNetXai;

/// <summary>How far a long step has come; elapsed time and ETA are the listener's to compute.</summary>
/// <param name="Stage">What is being done, e.g. "train", "explain occlusion".</param>
/// <param name="Done">Units done, 0 … <paramref name="Total"/>.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Detail">A short note, e.g. "epoch 3, loss 0.41, validation 0.52", or null.</param>
public readonly record struct ProgressReport(string Stage, long Done, long Total, string? Detail = null);
