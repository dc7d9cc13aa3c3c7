using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Settings of <see cref="FullyConvolutionalTrainer"/>; the defaults are those of studies B and C: Adam 0.001, batches of 200, no weight decay, at most 20 epochs, ended after 4
/// without a lower validation loss.</summary>
/// <example>
/// <code>
/// FullyConvolutionalTrainerOptions options = new()
/// {
///     Network = new()
///     {
///         Convolutions = [(16, 5), (16, 3)],             // filters and kernel of each; default 128/8, 256/5, 128/3
///         BatchNorm = BatchNormConvention.PyTorch,       // the trainer's default
///     },
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

    /// <summary>The network: filters and kernels, batch norm, initial weights. Its seed is <see cref="NetworkTrainerOptions.Seed"/>. Default the published filters and kernels with PyTorch's batch norm
    /// (ε 1e-5, momentum 0.1): with Keras' (1e-3, 0.99) running statistics lag behind the weights, and validation sees another network than training.</summary>
    public FullyConvolutionalOptions Network { get; init; } = new() { BatchNorm = BatchNormConvention.PyTorch };
}
