using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Training;

/// <summary>Trains a classifier by the cross-entropy of its output, softmax or sigmoid; gives the epoch of the lowest validation loss.</summary>
/// <remarks>The same seed gives the same bytes on any number of threads, and after a stop and resume, on any machine with the same vector width.</remarks>
/// <param name="options">Settings, or null for the defaults.</param>
public sealed class Trainer(TrainingOptions? options = null)
{
    private readonly TrainingOptions _options = options ?? new();

    /// <summary>Trains from the initial weights, or goes on from a checkpoint.</summary>
    /// <param name="initial">Network with its initial weights.</param>
    /// <param name="training">Rows to learn from, at least one.</param>
    /// <param name="validation">Rows that choose the epoch, at least one.</param>
    /// <param name="checkpointPath">Where to keep the state after every epoch, and when cancelled; null keeps none.</param>
    /// <param name="resume">Whether to go on from the checkpoint, which must be there.</param>
    /// <param name="progress">Hears of rows done in all epochs.</param>
    /// <param name="cancellation">Stops between batches; the checkpoint is written first.</param>
    /// <exception cref="ShapeException">Rows do not fit the network, labels the rows, or class weights the classes.</exception>
    /// <exception cref="ArgumentException">A label is none of the network's, or of a kind that its output has no use for.</exception>
    /// <exception cref="ModelFileException">The checkpoint cannot be used.</exception>
    /// <exception cref="MlNetXaiException">A loss, gradient or weight became NaN or infinite: epoch, step, and row or layer are named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Fit(
        Network initial, LabelledRows training, LabelledRows validation, string? checkpointPath = null, bool resume = false,
        IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Fit(KernelPath.Best, initial, training, validation, checkpointPath, resume, progress, cancellation);

    internal TrainingResult Fit(
        KernelPath path, Network initial, LabelledRows training, LabelledRows validation, string? checkpointPath = null, bool resume = false,
        IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        (ILoss loss, ILoss validationLoss) = Losses.Of(initial, _options, training, validation);
        int rows = training.Rows.Rows, batchRows = Math.Min(_options.BatchRows, rows), batches = (rows + batchRows - 1) / batchRows;
        TrainingStep step = new(path, initial, _options, batchRows, loss);
        float[] best = initial.Weights.ToArray();
        string fingerprint = Fingerprint(initial, training, validation);
        Checkpoint state = new(Checkpoint.CurrentLayout, fingerprint, 1, 0, 0, 0, step.Optimiser.Numbers, []);
        if (resume)
        {
            string from = checkpointPath ?? throw new ArgumentException("To resume, name the checkpoint.");
            state = Checkpoint.Load(from, fingerprint, step.Weights, best, step.Optimiser);
            step.Runner.Prepare(step.Weights);
        }

        BatchBuffer buffer = new(training.Rows, batchRows);
        int[] order = new int[rows];
        List<EpochRecord> history = [.. state.History];
        (int epoch, int done, double lossSum, double weightSum) = (state.Epoch, state.Batch, state.LossSum, state.WeightSum);
        long total = (long)_options.Epochs * rows;

        void SaveCheckpoint(int epochInWork, int batchesDone, double losses, double weightsOfLosses)
        {
            if (checkpointPath is not null)
                new Checkpoint(Checkpoint.CurrentLayout, fingerprint, epochInWork, batchesDone, losses, weightsOfLosses, step.Optimiser.Numbers, history)
                    .Save(checkpointPath, step.Weights, best, step.Optimiser);
        }

        for (; epoch <= _options.Epochs && _options.EarlyStopping?.Stops(history) != true; epoch++, (done, lossSum, weightSum) = (0, 0, 0))
        {
            double learningRate = _options.Schedule.Next(_options.LearningRate, _options.Epochs, history);
            for (int i = 0; i < rows; i++)
                order[i] = i;
            Philox.Stream shuffle = new Philox(_options.Seed, "shuffle").Draws((uint)epoch);
            shuffle.Shuffle(order.AsSpan());

            for (; done < batches; done++)
            {
                if (cancellation.IsCancellationRequested)
                {
                    SaveCheckpoint(epoch, done, lossSum, weightSum);
                    cancellation.ThrowIfCancellationRequested();
                }

                int start = done * batchRows, count = Math.Min(batchRows, rows - start);
                weightSum += At($"epoch {epoch}, step {done + 1}", () => step.Run(buffer.Fill(order.AsSpan(start, count)), order.AsMemory(start, count), epoch, learningRate));
                for (int i = 0; i < count; i++)
                {
                    if (!double.IsFinite(step.Losses[i]))
                        throw new MlNetXaiException($"Training, epoch {epoch}, step {done + 1}, training row {order[start + i]}: the loss is {step.Losses[i]}. Lower the learning rate, or look at that row's values.");
                    lossSum += step.Losses[i];
                }

                progress?.Report(new("train", ((long)(epoch - 1) * rows) + start + count, total, Detail(epoch, lossSum / weightSum, history)));
            }

            (double ofValidation, double accuracy) = At($"epoch {epoch}, validation", () => Validate(step.Runner, validation.Rows, validationLoss, initial.Classes.Count));
            if (!double.IsFinite(ofValidation))
                throw new MlNetXaiException($"Training, epoch {epoch}: the validation loss is {ofValidation}. Lower the learning rate.");
            bool improved = history.Count == 0 || ofValidation < history.Min(record => record.ValidationLoss);
            history.Add(new(epoch, lossSum / weightSum, ofValidation, accuracy) { LearningRate = learningRate });
            if (improved)
                step.Weights.CopyTo(best, 0);
            SaveCheckpoint(epoch + 1, 0, 0, 0);
        }

        return new(initial.With(best), history.MinBy(record => record.ValidationLoss)!.Epoch, history);
    }

    private static (double Loss, double Accuracy) Validate(NetworkRunner runner, Batch rows, ILoss loss, int classes)
    {
        float[] logits = new float[rows.Rows * classes];
        runner.Logits(rows, logits);
        double sum = 0, weight = 0, right = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<float> own = logits.AsSpan(row * classes, classes);
            sum += loss.Of(row, own);
            weight += loss.Weight(row);
            right += loss.Accuracy(row, own);
        }

        return (sum / weight, right / rows.Rows);
    }

    // A number that is not finite, with the place in training that only this class knows.
    private static T At<T>(string place, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (MlNetXaiException error) when (error.GetType() == typeof(MlNetXaiException))
        {
            throw new MlNetXaiException($"Training, {place}: {error.Message}", inner: error);
        }
    }

    private static string Detail(int epoch, double loss, List<EpochRecord> history) => history.Count == 0
        ? $"epoch {epoch}, loss {loss:F4}"
        : $"epoch {epoch}, loss {loss:F4}, validation loss {history[^1].ValidationLoss:F4}, accuracy {history[^1].ValidationAccuracy:P1}";

    // Settings that change the result, the network's graph and first weights, and all rows; threads, early stopping and the number of epochs (unless the schedule asks for it) do not.
    private string Fingerprint(Network initial, LabelledRows training, LabelledRows validation)
    {
        TrainingOptions settings = _options with { Threads = 0, EarlyStopping = null, Epochs = _options.Schedule.DependsOnEpochs ? _options.Epochs : 1 };
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{JsonSerializer.Serialize(settings)}{ModelFile.Graph(initial)}"));
        hash.AppendData(MemoryMarshal.AsBytes(initial.Weights));
        foreach (LabelledRows rows in new[] { training, validation })
        {
            hash.AppendData(MemoryMarshal.AsBytes(rows.Rows.Values));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Rows.Lengths.Span));
            hash.AppendData(MemoryMarshal.AsBytes<int>(rows.Labels.ToArray()));
            hash.AppendData(MemoryMarshal.AsBytes(rows.Targets.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Memory that batches of rows are gathered into, one after the other.</summary>
    private sealed class BatchBuffer(Batch rows, int largest)
    {
        private readonly float[] _values = new float[checked(largest * rows.Shape.Length)];
        private readonly int[] _lengths = new int[rows.Lengths.IsEmpty ? 0 : largest];

        /// <summary>The rows named, in that order; good until the next call.</summary>
        public Batch Fill(ReadOnlySpan<int> chosen)
        {
            for (int i = 0; i < chosen.Length; i++)
            {
                rows.Row(chosen[i]).CopyTo(_values.AsSpan(i * rows.Shape.Length));
                if (_lengths.Length > 0)
                    _lengths[i] = rows.Lengths.Span[chosen[i]];
            }

            return new(
                chosen.Length, rows.Steps, rows.Channels, _values.AsMemory(0, chosen.Length * rows.Shape.Length), _lengths.AsMemory(0, Math.Min(_lengths.Length, chosen.Length)));
        }
    }
}
