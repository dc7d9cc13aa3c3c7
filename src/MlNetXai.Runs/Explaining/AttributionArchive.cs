using MlNetXai.Explanations;
using MlNetXai.Networks;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Explaining;

/// <summary>One file <c>attributions/METHOD.npz</c>: the rows explained and what the method says of them.</summary>
/// <remarks><code>
/// record, patient    [row]                    texts
/// sample             [row]                    int64, sample of the R peak
/// label, target      [row]                    int32, class by label and class explained
/// predicted          [row]                    int32, the network's class
/// classes            [class]                  texts
/// signal             [row, step, channel]     float32, the input in mV
/// values             [row, step, 1|channel]   float32, raw and signed
/// scaled             [row, step, 1|channel]   float32, scaled to 0–1 per row (magnitude first where the method's salience is a magnitude)
/// raw_map            [row, layer step, 1]     float32, Grad-CAM's map at the layer's own steps; absent for other methods, and where all classes were explained
/// class_values       [class, row, step, 1|channel]  float32, raw values of every class, where all were explained; values and target are then those of the label
/// valid_steps        [row]                    int32, samples explained where that is not the whole beat; absent otherwise
/// diagnostic/NAME    [row]                    float64, what the method says of itself
/// model_sha256       [1]                      text, hash of the model file that was explained; absent in files of older versions and of comparisons
/// notes              [note]                   texts, what a reader of the values must know; absent without any
/// </code>
/// The temporal output score has, in place of values and scaled, <c>probabilities [row, step, class]</c>, <c>target_probability [row, step]</c>,
/// <c>most_likely [row, step]</c> and <c>sufficient_prefix [row]</c> (steps). Native-guide counterfactuals have the arrays of <see cref="CounterfactualRows"/> in their place.</remarks>
public sealed record AttributionArchive
{
    /// <summary>Method.</summary>
    public required string Method { get; init; }

    /// <summary>Beats explained, <c>[row]</c>.</summary>
    public required IReadOnlyList<RowKey> Keys { get; init; }

    /// <summary>Patient, <c>[row]</c>.</summary>
    public required IReadOnlyList<string> Patients { get; init; }

    /// <summary>Class by label, <c>[row]</c>.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Class explained, <c>[row]</c>.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The network's class, <c>[row]</c>.</summary>
    public required int[] Predicted { get; init; }

    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The input, <c>[row, step, channel]</c>, in mV.</summary>
    public required Batch Signal { get; init; }

    /// <summary>Raw values, or null for a method that gives none.</summary>
    public Batch? Values { get; init; }

    /// <summary>Values scaled to 0–1 per row, or null for a method that gives none.</summary>
    public Batch? Scaled { get; init; }

    /// <summary>Grad-CAM's map before it was up-sampled, <c>[row, step of the layer, 1]</c>; else null.</summary>
    public Batch? RawMap { get; init; }

    /// <summary>Raw values of every class, in the order of <see cref="Classes"/>; empty unless all were explained.</summary>
    public IReadOnlyList<Batch> ClassValues { get; init; } = [];

    /// <summary>What beats would have to look like for another class, for that method; else null.</summary>
    public CounterfactualRows? Counterfactuals { get; init; }

    /// <summary>Class probabilities after every prefix, <c>[row, step, class]</c>, for the temporal output score; else null.</summary>
    public Batch? Probabilities { get; init; }

    /// <summary>Steps of the shortest sufficient prefix, <c>[row]</c>, for the temporal output score; else null.</summary>
    public int[]? SufficientPrefix { get; init; }

    /// <summary>What the method says of itself, by name, each <c>[row]</c>.</summary>
    public IReadOnlyDictionary<string, double[]> Diagnostics { get; init; } = new Dictionary<string, double[]>(StringComparer.Ordinal);

    /// <summary>What a reader of the values must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>SHA-256 of the model file that was explained; null where the file does not say.</summary>
    public string? ModelSha256 { get; init; }

    /// <summary>Reads every method's file of a run and sees that all explain its network, the same rows and classes.</summary>
    /// <exception cref="RunException">They do not, or a file is damaged.</exception>
    internal static IReadOnlyList<AttributionArchive> ReadAll(RunFolder folder)
    {
        List<AttributionArchive> archives = [.. folder.ExplainedMethods.Select(method => Read(folder.AttributionPath(method)))];
        string? model = archives.Count > 0 ? folder.HashModel() : null;
        foreach (AttributionArchive archive in archives)
        {
            if (archive.ModelSha256 is { } explained && explained != model)
            {
                throw new RunException(
                    $"{folder.AttributionPath(archive.Method)}: explains another network (SHA-256 {explained[..Math.Min(12, explained.Length)]}…) than the run's {Path.GetFileName(folder.ModelPath)} ({model![..12]}…). Explain by {archive.Method} again.",
                    folder.AttributionPath(archive.Method));
            }

            if (!archive.Keys.SequenceEqual(archives[0].Keys) || !archive.Targets.SequenceEqual(archives[0].Targets))
            {
                throw new RunException(
                    $"{folder.FullPath}: {archive.Method} and {archives[0].Method} explain different rows or classes; measures and report compare methods on the same. "
                    + "Explain them again with the same --rows, --seed and --target.");
            }
        }

        return archives;
    }

    /// <summary>Files of one method and different rows as one; of them what belongs to rows: the beats and the raw values.</summary>
    internal static AttributionArchive Pool(IReadOnlyList<AttributionArchive> archives) => archives.Count == 1 ? archives[0] : new()
    {
        Method = archives[0].Method,
        Keys = [.. archives.SelectMany(archive => archive.Keys)],
        Patients = [.. archives.SelectMany(archive => archive.Patients)],
        Labels = [.. archives.SelectMany(archive => archive.Labels)],
        Targets = [.. archives.SelectMany(archive => archive.Targets)],
        Predicted = [.. archives.SelectMany(archive => archive.Predicted)],
        Classes = archives[0].Classes,
        Signal = Joined(archives, archive => archive.Signal),
        Values = archives[0].Values is null ? null : Joined(archives, archive => archive.Values!),
    };

    /// <summary>Size and hash of every method's file of a run.</summary>
    internal static IReadOnlyList<InputFile> HashAll(RunFolder folder) => folder.ExplainedMethods.Count == 0
        ? []
        : InputFile.Hash(Path.GetDirectoryName(folder.AttributionPath("any"))!, folder.ExplainedMethods.Select(method => $"{method}.npz"));

    /// <summary>The attribution as the measures take it.</summary>
    /// <exception cref="RunException">The method gives none.</exception>
    public Attribution ToAttribution(ScoreKind score = ScoreKind.Logit) => new()
    {
        Method = Method,
        Values = Values ?? throw new RunException($"'{Method}' gives no attribution, so it cannot be measured as one. Explain by a salience method."),
        Targets = Targets,
        Score = score,
        Diagnostics = Diagnostics,
    };

    /// <summary>The file with the values of a method, raw and scaled, and what it says of itself.</summary>
    /// <param name="attribution">The values.</param>
    /// <param name="salience">Which side of them counts as salience, and is scaled.</param>
    internal AttributionArchive With(Attribution attribution, SalienceView salience) => this with
    {
        Values = attribution.Values,
        RawMap = attribution.RawMap,
        Scaled = Scaling.ZeroToOne(salience == SalienceView.Magnitude ? Scaling.Magnitude(attribution.Values) : attribution.Values),
        Diagnostics = attribution.Diagnostics,
        Notes = attribution.Notes,
    };

    /// <summary>Writes the file.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using NpzWriter npz = new(stream);
        int rows = Keys.Count;
        npz.Add("record", [.. Keys.Select(key => key.Record)]);
        npz.Add("patient", [.. Patients]);
        npz.Add("sample", [.. Keys.Select(key => key.Sample)]);
        npz.Add("label", Labels);
        npz.Add("target", Targets);
        npz.Add("predicted", Predicted);
        npz.Add("classes", [.. Classes]);
        Add(npz, "signal", Signal);
        if (Values is not null)
            Add(npz, "values", Values);
        if (Scaled is not null)
            Add(npz, "scaled", Scaled);
        if (RawMap is not null)
            Add(npz, "raw_map", RawMap);
        if (ClassValues.Count > 0)
            npz.Add("class_values", [.. ClassValues.SelectMany(values => values.Values.ToArray())], ClassValues.Count, rows, ClassValues[0].Steps, ClassValues[0].Channels);
        if (!Signal.Lengths.IsEmpty)
            npz.Add("valid_steps", Signal.Lengths.Span);
        Counterfactuals?.Write(npz);
        if (Probabilities is not null)
        {
            Add(npz, "probabilities", Probabilities);
            AddDerived(npz, Probabilities, rows);
        }

        if (SufficientPrefix is not null)
            npz.Add("sufficient_prefix", SufficientPrefix);
        if (ModelSha256 is not null)
            npz.Add("model_sha256", [ModelSha256]);
        if (Notes.Count > 0)
            npz.Add("notes", [.. Notes]);
        foreach ((string name, double[] values) in Diagnostics)
            npz.Add("diagnostic/" + name, values);
    });

    /// <summary>Reads a file.</summary>
    /// <exception cref="MlNetXaiException">It is missing, damaged or lacks an array.</exception>
    public static AttributionArchive Read(string path)
    {
        NpzArrays arrays = new(path);
        string[] records = arrays.Get("record").As<string>();
        long[] samples = arrays.Get("sample").As<long>();
        int[]? lengths = arrays.Find("valid_steps")?.As<int>();
        if (records.Length != samples.Length)
            throw new RunException($"{path}: {records.Length} records but {samples.Length} samples. Explain the rows again.", path);
        return new()
        {
            Method = Path.GetFileNameWithoutExtension(path),
            Keys = [.. records.Zip(samples, (record, sample) => new RowKey(record, sample))],
            Patients = arrays.Get("patient").As<string>(),
            Labels = arrays.Get("label").As<int>(),
            Targets = arrays.Get("target").As<int>(),
            Predicted = arrays.Get("predicted").As<int>(),
            Classes = arrays.Get("classes").As<string>(),
            Signal = arrays.Batch("signal", lengths),
            Values = arrays.Has("values") ? arrays.Batch("values", lengths) : null,
            Scaled = arrays.Has("scaled") ? arrays.Batch("scaled", lengths) : null,
            RawMap = arrays.Has("raw_map") ? arrays.Batch("raw_map") : null,
            ClassValues = arrays.Has("class_values") ? arrays.Batches("class_values", lengths) : [],
            Counterfactuals = CounterfactualRows.Find(arrays),
            Probabilities = arrays.Has("probabilities") ? arrays.Batch("probabilities") : null,
            SufficientPrefix = arrays.Find("sufficient_prefix")?.As<int>(),
            ModelSha256 = arrays.Find("model_sha256")?.As<string>().FirstOrDefault(),
            Notes = arrays.Find("notes")?.As<string>() ?? [],
            Diagnostics = arrays.Names.Where(name => name.StartsWith("diagnostic/", StringComparison.Ordinal))
                .ToDictionary(name => name["diagnostic/".Length..], name => arrays.Get(name).As<double>(), StringComparer.Ordinal),
        };
    }

    private static Batch Joined(IReadOnlyList<AttributionArchive> archives, Func<AttributionArchive, Batch> part) => new(
        archives.Sum(archive => archive.Keys.Count), part(archives[0]).Steps, part(archives[0]).Channels, archives.SelectMany(archive => part(archive).Values.ToArray()).ToArray());

    private static void Add(NpzWriter npz, string name, Batch batch) => npz.Add(name, batch.Values, batch.Rows, batch.Steps, batch.Channels);

    private void AddDerived(NpzWriter npz, Batch probabilities, int rows)
    {
        int steps = probabilities.Steps, classes = probabilities.Channels;
        float[] target = new float[rows * steps];
        int[] likely = new int[rows * steps];
        for (int i = 0; i < target.Length; i++)
        {
            ReadOnlySpan<float> values = probabilities.Values.Slice(i * classes, classes);
            target[i] = values[Targets[i / steps]];
            likely[i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(values);
        }

        npz.Add("target_probability", target, rows, steps);
        npz.Add("most_likely", likely, rows, steps);
    }
}
