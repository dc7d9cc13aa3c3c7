using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks.Training;

/// <summary>Trains a classifier: softmax cross-entropy, Adam, the epoch of the lowest validation loss.</summary>
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
    /// <exception cref="ShapeException">Rows do not fit the network, or labels the rows.</exception>
    /// <exception cref="ModelFileException">The checkpoint cannot be used.</exception>
    /// <exception cref="MlNetXaiException">The loss became NaN or infinite; epoch, step and row are named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Fit(
        Network initial, LabelledRows training, LabelledRows validation, string? checkpointPath = null, bool resume = false,
        IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Fit(KernelPath.Best, initial, training, validation, checkpointPath, resume, progress, cancellation);

    internal TrainingResult Fit(
        KernelPath path, Network initial, LabelledRows training, LabelledRows validation, string? checkpointPath = null, bool resume = false,
        IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        int[] labels = RequireLabels(initial, training, "training"), validationLabels = RequireLabels(initial, validation, "validation");
        int rows = training.Rows.Rows, batchRows = Math.Min(_options.BatchRows, rows), batches = (rows + batchRows - 1) / batchRows;
        double[] classWeights = ClassWeights(labels, initial.Classes.Count);
        TrainingStep step = new(path, initial, _options, batchRows, classWeights);
        float[] best = initial.Weights.ToArray();
        string fingerprint = Fingerprint(initial, training, validation);
        Checkpoint state = new(fingerprint, 1, 0, 0, 0, 1, 1, []);
        if (resume)
        {
            string from = checkpointPath ?? throw new ArgumentException("To resume, name the checkpoint.");
            state = Checkpoint.Load(from, fingerprint, step.Weights, best, step.Optimiser);
            step.Runner.Prepare(step.Weights);
        }

        Batch batch = new(batchRows, training.Rows.Steps, training.Rows.Channels);
        int[] batchLabels = new int[batchRows], order = new int[rows];
        List<EpochRecord> history = [.. state.History];
        (int epoch, int done, double lossSum, double weightSum) = (state.Epoch, state.Batch, state.LossSum, state.WeightSum);
        long total = (long)_options.Epochs * rows;

        void SaveCheckpoint(int epochInWork, int batchesDone, double losses, double weightsOfLosses)
        {
            if (checkpointPath is not null)
                new Checkpoint(fingerprint, epochInWork, batchesDone, losses, weightsOfLosses, step.Optimiser.Beta1Power, step.Optimiser.Beta2Power, history)
                    .Save(checkpointPath, step.Weights, best, step.Optimiser);
        }

        for (; epoch <= _options.Epochs; epoch++, (done, lossSum, weightSum) = (0, 0, 0))
        {
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
                Batch part = count == batchRows ? batch : batch.Slice(0, count);
                double partWeight = 0;
                for (int i = 0; i < count; i++)
                {
                    training.Rows.Row(order[start + i]).CopyTo(part.Row(i));
                    batchLabels[i] = labels[order[start + i]];
                    partWeight += classWeights[batchLabels[i]];
                }

                step.Run(part, batchLabels, partWeight, order.AsMemory(start, count), epoch);
                for (int i = 0; i < count; i++)
                {
                    if (!double.IsFinite(step.Losses[i]))
                        throw new MlNetXaiException($"Training, epoch {epoch}, step {done + 1}, training row {order[start + i]}: the loss is {step.Losses[i]}. Lower the learning rate, or look at that row's values.");
                    lossSum += step.Losses[i];
                }

                weightSum += partWeight;
                progress?.Report(new("train", ((long)(epoch - 1) * rows) + start + count, total, Detail(epoch, lossSum / weightSum, history)));
            }

            (double validationLoss, double accuracy) = Validate(step.Runner, validation.Rows, validationLabels, classWeights);
            if (!double.IsFinite(validationLoss))
                throw new MlNetXaiException($"Training, epoch {epoch}: the validation loss is {validationLoss}. Lower the learning rate.");
            bool improved = history.Count == 0 || validationLoss < history.Min(record => record.ValidationLoss);
            history.Add(new(epoch, lossSum / weightSum, validationLoss, accuracy));
            if (improved)
                step.Weights.CopyTo(best, 0);
            SaveCheckpoint(epoch + 1, 0, 0, 0);
        }

        return new(initial.With(best), history.MinBy(record => record.ValidationLoss)!.Epoch, history);
    }

    private static (double Loss, double Accuracy) Validate(NetworkRunner runner, Batch rows, int[] labels, double[] classWeights)
    {
        int classes = classWeights.Length;
        float[] logits = new float[rows.Rows * classes];
        runner.Logits(rows, logits);
        double loss = 0, weight = 0;
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> own = logits.AsSpan(row * classes, classes);
            loss -= classWeights[labels[row]] * OutputActivation.Softmax.LogProbability(own, labels[row]);
            weight += classWeights[labels[row]];
            correct += TensorPrimitives.IndexOfMax(own) == labels[row] ? 1 : 0;
        }

        return (loss / weight, (double)correct / labels.Length);
    }

    private static int[] RequireLabels(Network network, LabelledRows rows, string part)
    {
        if (rows.Rows.Rows == 0)
            throw new MlNetXaiException($"The {part} part has no rows; it needs at least one. Take more patients into it.");
        if (rows.Rows.Shape != network.InputShape)
            throw new ShapeException($"The {part} rows have {rows.Rows.Shape}; '{network.Name}' reads {network.InputShape}.");
        int[] labels = [.. rows.Labels];
        Require.Length(labels.AsSpan(), rows.Rows.Rows, $"{part} labels");
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)network.Classes.Count)
                throw new ArgumentException($"{part} row {i} has class {labels[i]}; '{network.Name}' has classes 0 … {network.Classes.Count - 1}.");
        }

        rows.Rows.RequireFinite($"{part} rows");
        return labels;
    }

    private static string Detail(int epoch, double loss, List<EpochRecord> history) => history.Count == 0
        ? $"epoch {epoch}, loss {loss:F4}"
        : $"epoch {epoch}, loss {loss:F4}, validation loss {history[^1].ValidationLoss:F4}, accuracy {history[^1].ValidationAccuracy:P1}";

    private double[] ClassWeights(int[] labels, int classes)
    {
        double[] weights = new double[classes];
        if (_options.ClassWeighting == ClassWeighting.None)
        {
            Array.Fill(weights, 1);
            return weights;
        }

        foreach (int label in labels)
            weights[label]++;
        for (int c = 0; c < classes; c++)
            weights[c] = weights[c] == 0 ? 0 : labels.Length / (classes * weights[c]);
        return weights;
    }

    // Settings that change the result, the network's graph and first weights, and all rows; threads and the number of epochs do not.
    private string Fingerprint(Network initial, LabelledRows training, LabelledRows validation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_options with { Threads = 0, Epochs = 1 }}{ModelFile.Graph(initial)}"));
        hash.AppendData(MemoryMarshal.AsBytes(initial.Weights));
        foreach (LabelledRows rows in new[] { training, validation })
        {
            hash.AppendData(MemoryMarshal.AsBytes(rows.Rows.Values));
            hash.AppendData(MemoryMarshal.AsBytes<int>(rows.Labels.ToArray()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
