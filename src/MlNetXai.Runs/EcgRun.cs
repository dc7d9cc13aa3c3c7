using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs;

/// <summary>A trained run with its network and its data, loaded as they were for the training.</summary>
internal sealed class EcgRun
{
    private readonly Lazy<TrainingBeats> _training;

    private EcgRun(RunFolder folder, Manifest manifest, Network network, EcgData data)
    {
        (Folder, Manifest, Network, Data) = (folder, manifest, network, data);
        _training = new(() =>
        {
            int[] rows = data.Rows(DataPart.Train);
            return new(data.Values.Gather(rows), [.. rows.Select(row => data.Keys[row])], [.. rows.Select(row => data.Labels[row])], [.. rows.Select(row => data.Patients[row])], network.Classes.Count)
            {
                Beat = key => data.Values.Gather([data.Find(key)]),
            };
        });
    }

    public RunFolder Folder { get; }

    public Manifest Manifest { get; }

    public Network Network { get; }

    public EcgData Data { get; }

    /// <summary>Beats of the training part.</summary>
    public TrainingBeats Training => _training.Value;

    /// <summary>Loads model and data, and sees that both are those of the training.</summary>
    /// <exception cref="MlNetXaiException">The model or the data are missing, damaged or changed.</exception>
    public static EcgRun Open(RunFolder folder, Manifest manifest, string? dataFolder, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        Model model = ModelFile.Load(folder.ModelPath);
        string data = dataFolder ?? folder.Absolute(manifest.Train.Data);
        InputFile.RequireUnchanged(data, manifest.Inputs, cancellation);
        EcgData loaded = EcgData.Load(data, manifest.Train, SplitFile.Read(folder.SplitPath), progress, cancellation);
        loaded.RequireFits(model, folder.ModelPath);
        return new(folder, manifest, model.Network, loaded);
    }

    /// <summary>Loads the model of a run whose beats were read for another one; its parts are its own.</summary>
    /// <exception cref="MlNetXaiException">The model is missing, damaged or changed.</exception>
    public static EcgRun Open(RunFolder folder, Manifest manifest, EcgData beats)
    {
        Model model = ModelFile.Load(folder.ModelPath);
        EcgData data = beats.With(SplitFile.Read(folder.SplitPath));
        data.RequireFits(model, folder.ModelPath);
        return new(folder, manifest, model.Network, data);
    }
}
