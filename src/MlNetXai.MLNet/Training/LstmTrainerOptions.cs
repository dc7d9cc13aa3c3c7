using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>Settings of <see cref="LstmTrainer"/>; the defaults are study A's for ECG (van der Westhuizen and Lasenby 2018).</summary>
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
public sealed record LstmTrainerOptions : NetworkTrainerOptions
{
    /// <summary>The defaults.</summary>
    public LstmTrainerOptions()
        : base(maxEpochs: 100, weightDecay: 0.001, earlyStopping: null)
    {
    }

    /// <summary>The network: units, layers, dropout. Its seed is <see cref="NetworkTrainerOptions.Seed"/>.</summary>
    public LstmNetworkOptions Network { get; init; } = new();
}
