using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetXai.Networks.Training;

namespace MlNetXai.MLNet.Training;

/// <summary>What every trainer of a network has: columns, optimiser, stopping, progress.</summary>
/// <example>
/// <code>
/// mlContext.Log += (_, message) =&gt; messages.Add(message.RawMessage);
/// using CancellationTokenSource stop = new();
/// LstmTrainerOptions options = new()
/// {
///     LabelColumnName = "Label",
///     FeatureColumnName = "Features",
///     GroupColumnName = "Patient",        // kept together when validation rows are held out
///     ValidationSet = validation,         // or null, and:
///     ValidationShare = 0.2,
///     Network = new() { Hidden = 8, LayerCount = 1, Dropout = 0.1 },
///     MaxEpochs = 3,
///     BatchSize = 20,
///     Optimiser = new AdamWOptions(),     // or AdamOptions (the default), SgdOptions
///     LearningRate = 0.01,
///     Schedule = new PlateauSchedule { Patience = 7 },
///     WeightDecay = 0.001,
///     ClipNorm = 1,
///     EarlyStopping = new() { Patience = 9 },
///     ClassWeighting = ClassWeighting.Balanced,
///     Seed = 1,
///     SamplingRateHz = 360,               // what a saved network then asks of recordings
///     Environment = mlContext,            // a line per epoch in MLContext.Log
///     Progress = new Progress&lt;ProgressReport&gt;(report =&gt; messages.Add($"{report.Done} of {report.Total} rows")),
///     Cancellation = stop.Token,
/// };
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: classes)
///     .Append(mlContext.MulticlassClassification.Trainers.Lstm(options));
/// ITransformer model = pipeline.Fit(beats);
/// MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(beats));
/// </code>
/// </example>
public abstract record NetworkTrainerOptions
{
    private protected NetworkTrainerOptions(int maxEpochs, double weightDecay, EarlyStopping? earlyStopping) =>
        (MaxEpochs, WeightDecay, EarlyStopping) = (maxEpochs, weightDecay, earlyStopping);

    /// <summary>Column of the true class: a key whose values are the class names. Default "Label".</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the rows, <c>Vector&lt;Single, T, D&gt;</c> of known size. Default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Column that keeps rows together when validation rows are held out of the training data: the patient. Used only without
    /// <see cref="ValidationSet"/>, and where the column is there; else rows are drawn one by one. Default "Patient".</summary>
    public string GroupColumnName { get; init; } = "Patient";

    /// <summary>Rows that choose the epoch, with the same columns as the training data. Default null: a share is held out, see <see cref="ValidationShare"/>.</summary>
    public IDataView? ValidationSet { get; init; }

    /// <summary>Share of the groups held out where there is no <see cref="ValidationSet"/>, above 0 and below 1, at least one group. Default 0.2.</summary>
    public double ValidationShare { get; init => field = Require.Between(value, 0.001, 0.999); } = 0.2;

    /// <summary>Passes over the training rows, at least 1. Default 100 for <see cref="LstmTrainerOptions"/>, 20 for <see cref="FullyConvolutionalTrainerOptions"/>.</summary>
    public int MaxEpochs { get; init => field = Require.AtLeast(value, 1); }

    /// <summary>Rows per step of the optimiser, at least 1. Default 200.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <inheritdoc cref="TrainingOptions.Optimiser"/>
    public OptimiserOptions Optimiser { get; init; } = new AdamOptions();

    /// <summary>Learning rate of the first epoch, above 0. Default 0.001.</summary>
    public double LearningRate { get; init => field = Require.Above(Require.Finite(value), 0); } = 0.001;

    /// <inheritdoc cref="TrainingOptions.Schedule"/>
    public LearningRateSchedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Added to the gradient of every weight, biases too: decay × weight; at least 0. Default 0.001 for <see cref="LstmTrainerOptions"/>, 0 for
    /// <see cref="FullyConvolutionalTrainerOptions"/>.</summary>
    public double WeightDecay { get; init => field = Require.AtLeast(Require.Finite(value), 0); }

    /// <inheritdoc cref="TrainingOptions.ClipNorm"/>
    public double? ClipNorm { get; init => field = value is { } norm ? Require.Above(Require.Finite(norm), 0) : null; }

    /// <summary>When training ends before <see cref="MaxEpochs"/>; null: never. The epoch of the lowest validation loss is kept in any case. Default null for
    /// <see cref="LstmTrainerOptions"/>, 4 epochs without a lower validation loss for <see cref="FullyConvolutionalTrainerOptions"/>.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Weights of the classes in the loss. Default none.</summary>
    public ClassWeighting ClassWeighting { get; init; }

    /// <summary>Seed of initial weights, shuffles, dropout and of rows held out. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples per second of the rows, which the saved network then asks of recordings; above 0, or null (the default): not said.</summary>
    public double? SamplingRateHz { get; init => field = value is { } rate ? Require.Above(Require.Finite(rate), 0.0) : null; }

    /// <summary>Where progress is logged, e.g. the <c>MLContext</c>: once per epoch, by <c>MLContext.Log</c>. Default null: nowhere.</summary>
    public IHostEnvironment? Environment { get; init; }

    /// <summary>Hears of progress in rows, or null.</summary>
    public IProgress<ProgressReport>? Progress { get; init; }

    /// <summary>Stops the training between batches.</summary>
    public CancellationToken Cancellation { get; init; }
}
