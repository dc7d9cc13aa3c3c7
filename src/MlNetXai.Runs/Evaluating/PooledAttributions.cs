using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Evaluating;

/// <summary>Attributions of one run together with those of others, splits of the same data: what averages over classes are taken of.</summary>
/// <param name="Archives">Those of the first run, each with the rows of the others behind its own.</param>
/// <param name="Bootstrap">Patients of these rows; a patient's rows of all runs are one cluster.</param>
/// <param name="Runs">Names of the runs in them.</param>
/// <param name="LeftOut">Runs that are not, and why.</param>
internal sealed record PooledAttributions(IReadOnlyList<AttributionArchive> Archives, PatientBootstrap Bootstrap, IReadOnlyList<string> Runs, IReadOnlyList<string> LeftOut)
{
    /// <summary>Pools a run with those of the others that hold all of its attributions, made with the same settings.</summary>
    /// <exception cref="RunException">Methods of another run explain different rows.</exception>
    public static PooledAttributions Of(EcgRun run, IReadOnlyList<AttributionArchive> archives, IReadOnlyList<RunFolder> others, EcgEvaluationOptions options)
    {
        // The beats are averaged even where no method gives values.
        AttributionArchive[] first = [.. archives.Where(archive => archive.Values is not null).DefaultIfEmpty(archives[0])];
        List<IReadOnlyList<AttributionArchive>> pooled = [first];
        List<string> names = [run.Folder.Name], leftOut = [];
        foreach (RunFolder other in others)
        {
            Manifest manifest = other.ReadManifest();
            IReadOnlyList<AttributionArchive> its = AttributionArchive.ReadAll(other);
            if (first.FirstOrDefault(own => !its.Any(one => IsAlike(one, own)) || Settings(manifest, own.Method) != Settings(run.Manifest, own.Method)) is { } lacking)
            {
                leftOut.Add($"{other.Name}: not explained by {lacking.Method} as {run.Folder.Name} was");
                continue;
            }

            pooled.Add(its);
            names.Add(other.Name);
        }

        AttributionArchive[] joined = [.. first.Select(own => AttributionArchive.Pool([.. pooled.Select(one => one.First(archive => archive.Method == own.Method))]))];
        return new(joined, ClassifierEvaluation.Bootstrap(joined[0].Patients, options), names, leftOut);
    }

    private static bool IsAlike(AttributionArchive one, AttributionArchive other) =>
        one.Method == other.Method && one.Signal.Shape == other.Signal.Shape && one.Classes.SequenceEqual(other.Classes);

    // What the values follow from; which and how many beats were drawn may differ.
    private static string Settings(Manifest manifest, string method) => manifest.Explain.GetValueOrDefault(method) is { } options
        ? $"{options.Part} {options.Target} {string.Join(' ', MethodSettings.Values(MethodCatalog.Find(method), options))}"
        : "";
}
