using System.Globalization;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Training;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Runs.Training;

/// <summary>What <see cref="EcgTraining"/> did.</summary>
public sealed record EcgTrainingResult
{
    /// <summary>The run.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Patients and beats.</summary>
    public required SplitFile Split { get; init; }

    /// <summary>Epochs trained.</summary>
    public required int Epochs { get; init; }

    /// <summary>Epoch kept.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Its validation loss, in nats.</summary>
    public required double ValidationLoss { get; init; }

    /// <summary>Its validation accuracy, 0–1.</summary>
    public required double ValidationAccuracy { get; init; }
}

/// <summary>Trains study A's LSTM, or the convolutional network of studies B and C, on the beats of a folder of recordings; leaves a run folder with manifest, split, history and model.</summary>
/// <remarks>Sources: van der Westhuizen and Lasenby 2018; Wang, Yan and Oates 2017, arXiv:1611.06455. What they leave open is in <see cref="EcgChoices"/> and in the manifest.</remarks>
public static class EcgTraining
{
    /// <summary>Trains.</summary>
    /// <param name="run">Run folder; made if it is not there.</param>
    /// <param name="options">Data, split, network and training; to resume those of the run, but for a data folder that has moved.</param>
    /// <param name="resume">Whether a run that was interrupted goes on; its result has the same bytes as without interruption.</param>
    /// <param name="progress">Hears of progress, or null.</param>
    /// <param name="cancellation">Stops between batches; a checkpoint is written first.</param>
    /// <exception cref="RunException">A run is there and is not to be resumed, or cannot be.</exception>
    /// <exception cref="MlNetXaiException">The data cannot be read or split, or training fails.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EcgTrainingResult Run(
        string run, EcgTrainingOptions options, bool resume = false, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Run(run, options, resume, RunPurpose.Study, progress, cancellation);

    internal static EcgTrainingResult Run(
        string run, EcgTrainingOptions options, bool resume, RunPurpose purpose, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        options.RequireNetwork();
        RunFolder folder = resume ? Reopen(run, options) : RunFolder.Create(run);
        EcgData data;
        try
        {
            data = resume ? Restore(folder, options, progress, cancellation) : Begin(folder, options, purpose, progress, cancellation);
        }
        catch
        {
            folder.DeleteIfEmpty();
            throw;
        }

        TrainingResult result = Fit(folder, data, options, resume, progress, cancellation);
        TrainingHistory history = new(result.History);
        history.Write(folder);
        ModelFile.Save(new(result.Network, Metadata(options)), folder.ModelPath);
        File.Delete(folder.CheckpointPath);
        return new()
        {
            Folder = folder,
            Split = data.Split,
            Epochs = history.Epochs.Count,
            BestEpoch = history.BestEpoch,
            ValidationLoss = history.Best.ValidationLoss,
            ValidationAccuracy = history.Best.ValidationAccuracy,
        };
    }

    /// <summary>Loads and splits the data, and notes split and manifest, the latter last: with it the run is there.</summary>
    private static EcgData Begin(RunFolder folder, EcgTrainingOptions options, RunPurpose purpose, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        string dataFolder = Path.GetFullPath(options.Data);
        EcgData data = EcgData.Load(dataFolder, options, progress, cancellation);
        Manifest manifest = new()
        {
            Task = options.Task,
            Purpose = purpose,
            Versions = SoftwareVersions.Current,
            Train = options with { Data = folder.Relative(dataFolder) },
            Choices = [.. EcgChoices.Training(options), .. EcgChoices.Explanation(new())],
            Inputs = InputFile.Hash(dataFolder, RecordFiles.Of(dataFolder, WfdbFolder.Records(dataFolder), options.Annotator), cancellation),
        };
        data.Split.Write(folder.SplitPath);
        manifest.Write(folder.ManifestPath);
        return data;
    }

    private static EcgData Restore(RunFolder folder, EcgTrainingOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        string dataFolder = folder.Absolute(options.Data);
        Manifest manifest = folder.ReadManifest();
        InputFile.RequireUnchanged(dataFolder, manifest.Inputs, cancellation);
        EcgData data = EcgData.Load(dataFolder, options, SplitFile.Read(folder.SplitPath), progress, cancellation);

        // Where the data have moved to, later steps shall look too.
        if (dataFolder != folder.Absolute(manifest.Train.Data))
            (manifest with { Train = manifest.Train with { Data = folder.Relative(dataFolder) } }).Write(folder.ManifestPath);
        return data;
    }

    private static RunFolder Reopen(string run, EcgTrainingOptions options)
    {
        RunFolder folder = RunFolder.Open(run);
        if (folder.IsTrained)
            throw new RunException($"{run}: the training of this run has ended; there is nothing to resume. Explain or evaluate it, or train into another folder.", run);
        EcgTrainingOptions begun = folder.ReadManifest().Train;
        if (RunJson.Write(begun) != RunJson.Write(options with { Data = begun.Data }))
            throw new RunException($"{run}: was begun with other settings (see manifest.json). Leave the options out to go on with its own, or train into another folder.", run);
        folder.DeleteTemporaryFiles();
        return folder;
    }

    private static TrainingResult Fit(
        RunFolder folder, EcgData data, EcgTrainingOptions options, bool resume, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        (Batch training, int[] trainingLabels) = data.Gather(DataPart.Train);
        (Batch validation, int[] validationLabels) = data.Gather(DataPart.Validation);
        Network initial = options.InitialNetwork(data.Values.Shape);
        Trainer trainer = new(new()
        {
            Epochs = options.Epochs,
            BatchRows = options.BatchRows,
            Optimiser = options.Optimiser,
            LearningRate = options.LearningRate,
            Schedule = options.Schedule,
            WeightDecay = options.WeightDecay,
            ClipNorm = options.ClipNorm,
            EarlyStopping = options.EarlyStopping,
            ClassWeighting = options.BalanceClasses ? ClassWeighting.Balanced : ClassWeighting.None,
            Seed = options.Seed,
        });

        // A run that was stopped before its first epoch ended has no checkpoint: it begins anew.
        return trainer.Fit(
            initial,
            new(training, trainingLabels),
            new(validation, validationLabels),
            folder.CheckpointPath,
            resume && File.Exists(folder.CheckpointPath),
            progress,
            cancellation);
    }

    private static Dictionary<string, string> Metadata(EcgTrainingOptions options) => new(StringComparer.Ordinal)
    {
        [ModelKeys.SamplingRateHz] = ModelKeys.Text(options.SamplingRateHz),
        [ModelKeys.Preprocessing] = string.Create(
            CultureInfo.InvariantCulture,
            $"One lead in mV, band-pass 3–45 Hz (FIR, zero phase, as BioSPPy 0.5.1), R peaks by the Hamilton detector and corrected, 200 ms before to 400 ms after R, not normalised."),
    };
}
