using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs;

/// <summary>The one folder in which a run keeps everything: what was asked, what came out, and enough to repeat it or to go on from any step.</summary>
/// <remarks><code>
/// manifest.json            settings, seeds, versions, hashes of the inputs, choices that the papers left open
/// split.json               patients and beats of every part
/// model.safetensors        the trained network
/// checkpoint               state of the training, while it lasts
/// history.csv              one line per epoch
/// metrics.json             the numbers of the classifier
/// class-model.npz          the beat that speaks most for each class
/// attributions/METHOD.npz  rows' keys, targets, signal, raw and scaled values
/// measures/NAME.csv        the numbers of the explanations
/// figures/NAME.svg
/// report.html
/// </code></remarks>
public sealed class RunFolder
{
    private RunFolder(string path) => FullPath = path;

    /// <summary>The folder, as a full path.</summary>
    public string FullPath { get; }

    /// <summary>SHA-256 of the trained network's file.</summary>
    internal string HashModel() => InputFile.Hash(FullPath, [Path.GetFileName(ModelPath)])[0].Sha256;

    /// <summary>The folder's name, by which a run is called in tables.</summary>
    internal string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(FullPath));

    /// <summary><c>manifest.json</c>.</summary>
    public string ManifestPath => PathOf("manifest.json");

    /// <summary><c>split.json</c>.</summary>
    public string SplitPath => PathOf("split.json");

    /// <summary><c>model.safetensors</c>.</summary>
    public string ModelPath => PathOf("model.safetensors");

    /// <summary><c>checkpoint</c>, there while training lasts or after it was interrupted.</summary>
    public string CheckpointPath => PathOf("checkpoint");

    /// <summary><c>history.csv</c>.</summary>
    public string HistoryPath => PathOf("history.csv");

    /// <summary><c>class-model.npz</c>, there once class models were made.</summary>
    public string ClassModelPath => PathOf("class-model.npz");

    /// <summary><c>metrics.json</c>.</summary>
    public string MetricsPath => PathOf("metrics.json");

    /// <summary><c>report.html</c>.</summary>
    public string ReportPath => PathOf("report.html");

    /// <summary>Whether the training of this run has ended.</summary>
    public bool IsTrained => File.Exists(ModelPath);

    // The manifest last: as long as it is there, so is the run.
    private string[] OwnFiles => [SplitPath, ModelPath, CheckpointPath, HistoryPath, ClassModelPath, MetricsPath, ReportPath, ManifestPath];

    /// <summary>Names of the methods with attributions here, in alphabetical order.</summary>
    public IReadOnlyList<string> ExplainedMethods
    {
        get
        {
            string folder = PathOf("attributions");
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFiles(folder, "*.npz").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
                : [];
        }
    }

    /// <summary><c>attributions/METHOD.npz</c>.</summary>
    public string AttributionPath(string method) => PathOf("attributions", $"{method}.npz");

    /// <summary><c>measures/NAME.csv</c>.</summary>
    public string MeasurePath(string name) => PathOf("measures", $"{name}.csv");

    /// <summary><c>figures/NAME.svg</c>.</summary>
    public string FigurePath(string name) => PathOf("figures", $"{name}.svg");

    /// <summary>A folder for a new run; made if it is not there.</summary>
    /// <exception cref="RunException">A run is there already.</exception>
    /// <exception cref="OutputException">The folder cannot be made or written to.</exception>
    public static RunFolder Create(string path)
    {
        RunFolder folder = new(Path.GetFullPath(path));
        if (File.Exists(folder.ManifestPath))
            throw new RunException($"{path}: a run is here already. Continue it with --resume, or choose another folder.", path);
        folder.RequireWritable(path);
        folder.DeleteTemporaryFiles();
        return folder;
    }

    /// <summary>The folder of a run that was begun.</summary>
    /// <exception cref="RunException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder folder = new(Path.GetFullPath(path));
        return File.Exists(folder.ManifestPath)
            ? folder
            : throw new RunException($"{path}: not a run folder, manifest.json is missing. Name the folder given to 'train --out'.", path);
    }

    /// <summary>The folder of a run whose training has ended.</summary>
    /// <exception cref="RunException">There is no run, or no model yet.</exception>
    public static RunFolder OpenTrained(string path)
    {
        RunFolder folder = Open(path);
        return folder.IsTrained
            ? folder
            : throw new RunException($"{path}: the training of this run has not ended, model.safetensors is missing. Continue it with 'train --resume'.", path);
    }

    /// <summary>Reads the manifest.</summary>
    /// <exception cref="RunException">It is damaged or of another version.</exception>
    public Manifest ReadManifest() => Manifest.Read(ManifestPath);

    /// <summary>Deletes the folder if nothing is in it: a run that could not begin leaves nothing.</summary>
    internal void DeleteIfEmpty()
    {
        if (!Directory.EnumerateFileSystemEntries(FullPath).Any())
            Directory.Delete(FullPath);
    }

    /// <summary>Deletes what a process that died while writing has left: temporary files of the run's own files, and nothing else.</summary>
    internal void DeleteTemporaryFiles()
    {
        foreach (string own in OwnFiles)
        {
            foreach (string left in Directory.EnumerateFiles(FullPath, $"{Path.GetFileName(own)}.*.tmp"))
                File.Delete(left);
        }
    }

    /// <summary>Deletes the run, and nothing else that the folder may hold; the manifest last.</summary>
    internal void Delete()
    {
        foreach (string part in (string[])["attributions", "measures", "figures"])
        {
            if (Directory.Exists(PathOf(part)))
                Directory.Delete(PathOf(part), recursive: true);
        }

        DeleteTemporaryFiles();
        foreach (string file in OwnFiles)
            File.Delete(file);
    }

    /// <summary>The path as the manifest should hold it: relative where it lies in the run, so that a run can be moved with its data.</summary>
    internal string Relative(string path)
    {
        string full = Path.GetFullPath(path), inside = Path.GetRelativePath(FullPath, full);
        return inside == ".." || inside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(inside)
            ? full
            : inside.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The opposite of <see cref="Relative"/>.</summary>
    internal string Absolute(string path) => Path.GetFullPath(path, FullPath);

    private string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([FullPath, .. parts]);

    // Hours of training shall not end in a folder that cannot be written: ask at the start.
    private void RequireWritable(string given)
    {
        string probe = PathOf(".writable");
        try
        {
            Directory.CreateDirectory(FullPath);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{given}: cannot be written ({error.Message}). Choose a folder with write permission and room on its disk.", given, error);
        }
    }
}
