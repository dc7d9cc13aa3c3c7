using MlNetXai.Explanations.Methods;

namespace MlNetXai.Runs.Explaining;

/// <summary>The file <c>class-model.npz</c>: the beat that speaks most for each class.</summary>
/// <remarks><code>
/// classes      [class]                  texts
/// values       [class, step, channel]   float32, in mV
/// score        [class]                  float64, logit of the class
/// steps        [class]                  int32, steps of the ascent
/// last_change  [class]                  float64, ‖change‖/‖values‖ in the last step
/// </code></remarks>
public sealed record ClassModelArchive
{
    /// <summary>Names of the classes.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>One beat per class, <c>[class, step, channel]</c>, in mV.</summary>
    public required Batch Values { get; init; }

    /// <summary>Logit of the class, <c>[class]</c>.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Steps of the ascent, <c>[class]</c>.</summary>
    public required int[] Steps { get; init; }

    /// <summary>Relative change in the last step, <c>[class]</c>.</summary>
    public required double[] LastChanges { get; init; }

    /// <summary>The file of what a method found.</summary>
    internal static ClassModelArchive Of(ClassModels models, IReadOnlyList<string> classes) => new()
    {
        Classes = [.. models.Classes.Select(c => classes[c])],
        Values = models.Values,
        Scores = [.. models.Scores],
        Steps = [.. models.Steps],
        LastChanges = [.. models.LastChanges],
    };

    /// <summary>Writes the file.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using NpzWriter npz = new(stream);
        npz.Add("classes", [.. Classes]);
        npz.Add("values", Values.Values, Values.Rows, Values.Steps, Values.Channels);
        npz.Add("score", Scores);
        npz.Add("steps", Steps);
        npz.Add("last_change", LastChanges);
    });

    /// <summary>Reads the file of a run; null where there is none.</summary>
    /// <exception cref="MlNetXaiException">It is damaged or lacks an array.</exception>
    internal static ClassModelArchive? Find(RunFolder folder) => File.Exists(folder.ClassModelPath) ? Read(folder.ClassModelPath) : null;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MlNetXaiException">It is missing, damaged or lacks an array.</exception>
    public static ClassModelArchive Read(string path)
    {
        NpzArrays arrays = new(path);
        return new()
        {
            Classes = arrays.Get("classes").As<string>(),
            Values = arrays.Batch("values"),
            Scores = arrays.Get("score").As<double>(),
            Steps = arrays.Get("steps").As<int>(),
            LastChanges = arrays.Get("last_change").As<double>(),
        };
    }
}
