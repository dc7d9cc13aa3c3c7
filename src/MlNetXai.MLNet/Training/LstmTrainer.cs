using Microsoft.ML;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Trains study A's LSTM on rows of a data view; see <see cref="LstmTrainerCatalog"/>.</summary>
/// <remarks>Source: docs/study-a.md.</remarks>
/// <example>
/// <code>
/// LstmTrainer trainer = mlContext.MulticlassClassification.Trainers.Lstm(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
/// NetworkTransformer network = trainer.Fit(beats);
/// </code>
/// </example>
public sealed class LstmTrainer : NetworkTrainer
{
    private readonly LstmTrainerOptions _options;

    internal LstmTrainer(LstmTrainerOptions options)
        : base(options, "MlNetXai.Lstm") => _options = options;

    private protected override Network Initial(RowShape rows, IReadOnlyList<string> classes) => Presets.Lstm(rows, classes, _options.Network with { Seed = _options.Seed });
}

/// <summary>Trainers: <c>mlContext.MulticlassClassification.Trainers.Lstm</c>.</summary>
/// <example>
/// <code>
/// LstmTrainer trainer = mlContext.MulticlassClassification.Trainers.Lstm(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
/// NetworkTransformer network = trainer.Fit(beats);
/// </code>
/// </example>
public static class LstmTrainerCatalog
{
    /// <summary>Study A's LSTM: one layer of 128 units on the last step, dropout, one dense layer.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The true class: a key whose values are the class names, as <c>MapValueToKey</c> makes it.</param>
    /// <param name="featureColumnName">Rows, <c>Vector&lt;Single, T, D&gt;</c> of known size.</param>
    /// <param name="maxEpochs">Passes over the training rows, at least 1.</param>
    /// <param name="batchSize">Rows per step of the optimiser, at least 1.</param>
    /// <param name="validationSet">Rows that choose the epoch, with the same columns; null: a fifth of the patients is held out.</param>
    public static LstmTrainer Lstm(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int maxEpochs = 100,
        int batchSize = 200,
        IDataView? validationSet = null) => Lstm(
            catalog,
            new()
            {
                LabelColumnName = labelColumnName,
                FeatureColumnName = featureColumnName,
                MaxEpochs = maxEpochs,
                BatchSize = batchSize,
                ValidationSet = validationSet,
            });

    /// <summary>Study A's LSTM with all its settings.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Columns, network, training, progress.</param>
    public static LstmTrainer Lstm(this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, LstmTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }
}
