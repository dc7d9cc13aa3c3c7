using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Settings of <see cref="FullyConvolutionalTrainer"/>; the defaults are those of studies B and C: Adam 0.001, batches of 200, no weight decay, at most 20 epochs, ended after 4
/// without a lower validation loss.</summary>
/// <example>
/// <code>
/// FullyConvolutionalTrainerOptions options = new()
/// {
///     Network = new() { Convolutions = [(16, 5), (16, 3)] },   // filters and kernel of each; default 128/8, 256/5, 128/3
///     ValidationSet = validation,
///     MaxEpochs = 3,
///     BatchSize = 20,
///     LearningRate = 0.01,
///     EarlyStopping = new() { Patience = 2 },
/// };
/// FullyConvolutionalTrainer trainer = mlContext.MulticlassClassification.Trainers.FullyConvolutional(options);
/// </code>
/// </example>
public sealed record FullyConvolutionalTrainerOptions : NetworkTrainerOptions
{
    /// <summary>The defaults.</summary>
    public FullyConvolutionalTrainerOptions()
        : base(maxEpochs: 20, weightDecay: 0, earlyStopping: new() { Patience = 4 })
    {
    }

    /// <summary>The network: filters and kernels, batch norm, initial weights. Its seed is <see cref="NetworkTrainerOptions.Seed"/>.</summary>
    public FullyConvolutionalOptions Network { get; init; } = new();
}
