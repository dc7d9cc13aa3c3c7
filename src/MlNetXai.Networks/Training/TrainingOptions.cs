using System.Runtime.CompilerServices;

namespace MlNetXai.Networks.Training;

/// <summary>How much each class counts in the loss, by its rows in the training part.</summary>
public enum ClassWeighting
{
    /// <summary>Every row counts the same.</summary>
    None,

    /// <summary>Softmax: a class counts rows/(classes · its rows), every class the same in all. Sigmoid: where a class holds it counts rows without it/rows with it.</summary>
    Balanced,
}

/// <summary>Settings of <see cref="Trainer"/>; the defaults are study A's for ECG (van der Westhuizen and Lasenby 2018).</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training rows, at least 1. Default 100.</summary>
    public int Epochs { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Rows per step of the optimiser, at least 1; the last, shorter batch is kept. Default 200.</summary>
    public int BatchRows { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>The optimiser, with its own settings. Default Adam.</summary>
    public OptimiserOptions Optimiser { get; init; } = new AdamOptions();

    /// <summary>Learning rate of the first epoch, above 0. Default 0.001, which is Adam's; plain descent mostly wants more.</summary>
    public double LearningRate { get; init => field = Require.Above(Require.Finite(value), 0); } = 0.001;

    /// <summary>Learning rates of the epochs. Default constant.</summary>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Weight decay, at least 0, on every trained weight, biases included: Adam and SGD add this times the weight to the gradient (L2, as in the study's sources),
    /// AdamW decays apart from it. Default 0.001.</summary>
    public double WeightDecay { get; init => field = Require.AtLeast(Require.Finite(value), 0); } = 0.001;

    /// <summary>Largest global norm of the gradient of a batch's loss, before weight decay, above 0; a larger gradient is scaled down to it. Default null: none.</summary>
    public double? ClipNorm { get; init => field = value is { } norm ? Require.Above(Require.Finite(norm), 0) : null; }

    /// <summary>Ends the training when the validation loss no longer improves. Default null: all epochs.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>How classes are weighted by how frequent they are. Default none.</summary>
    public ClassWeighting ClassWeighting { get; init; } = ClassWeighting.None;

    /// <summary>Factor of each class in the loss, at least 0, on top of <see cref="ClassWeighting"/>; null (the default): 1. With softmax the batch's loss is divided by the sum of
    /// its rows' weights, with sigmoid by the number of rows and classes.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init => field = NotNegative(value); }

    /// <summary>Sigmoid outputs: factor of each class where it holds, at least 0, on top of <see cref="ClassWeighting"/>; null (the default): 1.</summary>
    public IReadOnlyList<double>? PositiveWeights { get; init => field = NotNegative(value); }

    /// <summary>Seed of shuffles and dropout. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads, or 0 for all processors (default). Results do not depend on it.</summary>
    public int Threads { get; init => field = Require.AtLeast(value, 0); }

    private static IReadOnlyList<double>? NotNegative(IReadOnlyList<double>? weights, [CallerMemberName] string name = "")
    {
        foreach (double weight in weights ?? [])
            Require.AtLeast(Require.Finite(weight, name), 0, name);
        return weights;
    }
}
