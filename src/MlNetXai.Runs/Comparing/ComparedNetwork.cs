using MlNetXai.Explanations;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Comparing;

/// <summary>A trained run under the name it has in the comparison.</summary>
internal sealed class ComparedNetwork(string name, EcgRun run)
{
    public string Name { get; } = name;

    public EcgRun Run { get; } = run;

    public Network Network => Run.Network;

    public bool IsConvolutional => Network.Layers.Any(layer => layer.Layer is Conv1d);

    /// <summary>About the multiplications of one pass: by it the time left is shared out among networks.</summary>
    public double WorkOfPass => (double)Network.WeightLength * Network.InputShape.Steps;

    /// <summary>Whether a method can explain the network.</summary>
    public bool Fits(string method) => method == ComparedMethods.Random || MethodCatalog.Find(method).Fits(Network);

    /// <summary>Opens runs of the same data with the same test patients; beats are read once where they can be shared.</summary>
    /// <exception cref="MlNetXaiException">A run is not trained, or the runs do not belong together.</exception>
    public static IReadOnlyList<ComparedNetwork> Open(
        IReadOnlyList<string> paths, string? dataFolder, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        if (paths.Count == 0)
            throw new ArgumentException("No run is named; a comparison needs one or more.", nameof(paths));

        (RunFolder Folder, Manifest Manifest, SplitFile Split)[] runs =
        [
            .. paths.Select(RunFolder.OpenTrained).Select(folder => (folder, folder.ReadManifest(), SplitFile.Read(folder.SplitPath))),
        ];
        foreach ((RunFolder folder, Manifest manifest, SplitFile split) in runs.Skip(1))
            RequireTogether(runs[0], (folder, manifest, split));

        List<ComparedNetwork> networks = [];
        foreach ((RunFolder folder, Manifest manifest, _) in runs)
        {
            EcgRun run = networks.Count == 0
                ? EcgRun.Open(folder, manifest, dataFolder, progress, cancellation)
                : EcgRun.Open(folder, manifest, networks[0].Run.Data);
            networks.Add(new(FreeName(folder, networks), run));
        }

        return networks;
    }

    private static string FreeName(RunFolder folder, List<ComparedNetwork> networks)
    {
        string own = folder.Name, name = own;
        for (int number = 2; networks.Exists(network => network.Name == name); number++)
            name = $"{own}-{number}";
        return name;
    }

    private static void RequireTogether((RunFolder Folder, Manifest Manifest, SplitFile Split) first, (RunFolder Folder, Manifest Manifest, SplitFile Split) other)
    {
        (string one, string two) = (first.Folder.FullPath, other.Folder.FullPath);
        if (one == two)
            throw new RunException($"{two}: is named twice. Name every run once.", two);
        if (!other.Manifest.HasInputsOf(first.Manifest))
            throw new RunException($"{two}: was made from other files than {one} (inputs in manifest.json). Compare runs of the same data.", two);
        if (!BeatSettings(first.Manifest.Train).SequenceEqual(BeatSettings(other.Manifest.Train), StringComparer.Ordinal))
            throw new RunException($"{two}: was made from other beats than {one} (lead, classes, sampling rate, annotator or label tolerance differ). Compare runs of the same beats.", two);
        if (!first.Split.Test.Patients.SequenceEqual(other.Split.Test.Patients, StringComparer.Ordinal))
        {
            throw new RunException(
                $"{two}: has other test patients than {one}, so one of the networks may know beats that the other is tested on. Train both with the same --seed, --split and --patients.", two);
        }
    }

    private static IEnumerable<string> BeatSettings(EcgTrainingOptions train) =>
        [train.Annotator, .. train.Classes, $"{train.Channel}", train.Lead ?? "", $"{train.MissingLead}", ModelKeys.Text(train.SamplingRateHz), ModelKeys.Text(train.LabelToleranceMs)];
}
