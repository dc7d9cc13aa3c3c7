using Microsoft.ML;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Trains the fully convolutional network of studies B and C on rows of a data view; see <see cref="FullyConvolutionalTrainerCatalog"/>.</summary>
/// <remarks>Source: Wang, Yan and Oates 2017, arXiv:1611.06455; docs/study-b.md.</remarks>
/// <example>
/// <code>
/// FullyConvolutionalTrainer trainer = mlContext.MulticlassClassification.Trainers.FullyConvolutional(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
/// NetworkTransformer network = trainer.Fit(beats);
/// </code>
/// </example>
public sealed class FullyConvolutionalTrainer : NetworkTrainer
{
    private readonly FullyConvolutionalTrainerOptions _options;

    internal FullyConvolutionalTrainer(FullyConvolutionalTrainerOptions options)
        : base(options, "MlNetXai.FullyConvolutional") => _options = options;

    private protected override Network Initial(RowShape rows, IReadOnlyList<string> classes) =>
        Presets.FullyConvolutional(rows, classes, _options.Network with { Seed = _options.Seed });
}

/// <summary>Trainers: <c>mlContext.MulticlassClassification.Trainers.FullyConvolutional</c>.</summary>
/// <example>
/// <code>
/// FullyConvolutionalTrainer trainer = mlContext.MulticlassClassification.Trainers.FullyConvolutional(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
/// NetworkTransformer network = trainer.Fit(beats);
/// </code>
/// </example>
public static class FullyConvolutionalTrainerCatalog
{
    /// <summary>The convolutional network of studies B and C: three convolutions with batch norm and rectifier, the mean over time, one dense layer.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The true class: a key whose values are the class names, as <c>MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c> of known size.</param>
    /// <param name="maxEpochs">Passes over the training rows, at least 1; training ends before where 4 in a row bring no lower validation loss.</param>
    /// <param name="batchSize">Rows per step of the optimiser, at least 1.</param>
    /// <param name="validationSet">Rows that choose the epoch, with the same columns; null: a fifth of the patients is held out.</param>
    public static FullyConvolutionalTrainer FullyConvolutional(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int maxEpochs = 20,
        int batchSize = 200,
        IDataView? validationSet = null) => FullyConvolutional(
            catalog,
            new()
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                MaxEpochs = maxEpochs,
                BatchSize = batchSize,
                ValidationSet = validationSet,
            });

    /// <summary>The convolutional network of studies B and C with all its settings.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Columns, network, training, progress.</param>
    public static FullyConvolutionalTrainer FullyConvolutional(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, FullyConvolutionalTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }
}
