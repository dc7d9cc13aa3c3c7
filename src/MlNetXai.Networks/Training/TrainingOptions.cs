namespace MlNetXai.Networks.Training;

/// <summary>How much each class counts in the loss.</summary>
public enum ClassWeighting
{
    /// <summary>Every row counts the same.</summary>
    None,

    /// <summary>A class counts rows/(classes · its rows): every class the same in all.</summary>
    Balanced,
}

/// <summary>Settings of <see cref="Trainer"/>; the defaults are study A's for ECG (van der Westhuizen and Lasenby 2018).</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, at least 1. Default 100.</summary>
    public int Epochs { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Rows per step of the optimiser, at least 1; the last, shorter batch is kept. Default 200.</summary>
    public int BatchRows { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>Adam's step size, above 0. Default 0.001.</summary>
    public double LearningRate { get; init => field = Require.Above(value, 0); } = 0.001;

    /// <summary>Weight decay: this times the weight is added to every gradient, biases included (L2, as in the study's sources). Default 0.001.</summary>
    public double WeightDecay { get; init => field = Require.AtLeast(value, 0); } = 0.001;

    /// <summary>Weights of the classes in the loss. Default none.</summary>
    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.None;

    /// <summary>Seed of shuffles and dropout. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads, or 0 for all processors (default). Results do not depend on it.</summary>
    public int Threads { get; init => field = Require.AtLeast(value, 0); }
}
