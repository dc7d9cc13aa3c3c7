using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;

namespace MlNetXai.MLNet.Training;

/// <summary>Trains a network on rows of a data view.</summary>
/// <remarks>The same rows in the same order, options and seed give the same weights as the core's <see cref="Trainer"/>, to the bit. The epoch of the lowest validation loss is kept.
/// All rows are held in memory: 4 bytes per value.</remarks>
/// <example>
/// <code>
/// LstmTrainer trainer = mlContext.MulticlassClassification.Trainers.Lstm(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
/// NetworkTransformer network = trainer.Fit(beats);
/// </code>
/// </example>
public abstract class NetworkTrainer : IEstimator<NetworkTransformer>
{
    private readonly NetworkTrainerOptions _options;
    private readonly string _logName;

    /// <param name="options">Columns and settings.</param>
    /// <param name="logName">Source of its lines in <c>MLContext.Log</c>.</param>
    private protected NetworkTrainer(NetworkTrainerOptions options, string logName) => (_options, _logName) = (options, logName);

    private NetworkColumns Columns => new(_options.FeatureColumnName);

    /// <summary>Trains.</summary>
    /// <param name="input">Rows with their classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, in the data or in the validation set.</exception>
    /// <exception cref="ColumnValueException">A value or a label is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows to learn from or to validate with, or the loss became NaN.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public NetworkTransformer Fit(IDataView input)
    {
        LabelledColumns all = LabelledColumns.Read(input, _options.FeatureColumnName, _options.LabelColumnName, _options.ValidationSet is null ? _options.GroupColumnName : null);
        (LabelledRows training, LabelledRows validation) = _options.ValidationSet is { } view
            ? (all.Rows, LabelledColumns.Read(view, _options.FeatureColumnName, _options.LabelColumnName, null, all).Rows)
            : all.HoldOut(_options.ValidationShare, _options.Seed);
        RequireRows(training, "training data");
        RequireRows(validation, "validation set");

        Trainer trainer = new(new()
        {
            Epochs = _options.MaxEpochs,
            BatchRows = _options.BatchSize,
            Optimiser = _options.Optimiser,
            LearningRate = _options.LearningRate,
            Schedule = _options.Schedule,
            WeightDecay = _options.WeightDecay,
            ClipNorm = _options.ClipNorm,
            EarlyStopping = _options.EarlyStopping,
            ClassWeighting = _options.ClassWeighting,
            Seed = _options.Seed,
        });
        using IChannel? channel = _options.Environment?.Start(_logName);
        EpochLog? log = channel is null ? null : new(channel, training.Rows.Rows, _options.Progress);
        TrainingResult result = trainer.Fit(Initial(training.Rows.Shape, all.Classes), training, validation, progress: log ?? _options.Progress, cancellation: _options.Cancellation);
        EpochRecord kept = result.History[result.BestEpoch - 1];
        channel?.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"kept epoch {kept.Epoch} of {result.History.Count}: validation loss {kept.ValidationLoss:0.0000}, validation accuracy {kept.ValidationAccuracy:0.0000}"));
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        if (_options.SamplingRateHz is { } rate)
            metadata[ScoringModel.SamplingRateKey] = rate.ToString("R", CultureInfo.InvariantCulture);
        return new(new(result.Network, metadata), Columns);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeColumns.RequireRows(inputSchema, _options.FeatureColumnName);
        ShapeColumns.Require(inputSchema, _options.LabelColumnName, "label", "Key", column => column.IsKey && column.Kind == SchemaShape.Column.VectorKind.Scalar);

        // Class names are known only from the data; sizes and key counts are no part of a shape.
        return ShapeColumns.With(inputSchema, NetworkTransformer.Made(Columns, ["0", "1"], null));
    }

    /// <summary>The network before training.</summary>
    private protected abstract Network Initial(RowShape rows, IReadOnlyList<string> classes);

    private static void RequireRows(LabelledRows rows, string what)
    {
        if (rows.Rows.Rows == 0)
            throw new MlNetXaiException($"The {what} has no rows; at least one is needed. Check the split, or the filters before the trainer.");
    }

    /// <summary>Writes a line at the end of every epoch.</summary>
    private sealed class EpochLog(IChannel channel, int rowsPerEpoch, IProgress<ProgressReport>? next) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value)
        {
            if (value.Done % rowsPerEpoch == 0)
                channel.Info(MessageSensitivity.None, $"{value.Detail}");
            next?.Report(value);
        }
    }
}
