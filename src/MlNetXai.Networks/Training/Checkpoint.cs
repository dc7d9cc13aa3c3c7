using System.Text.Json;
using MlNetXai.Networks.Interchange;

namespace MlNetXai.Networks.Training;

/// <summary>Everything that training needs to go on as if it had never stopped; learning rates and patience follow from the history.</summary>
/// <remarks>A safetensors file: tensors <c>weights</c>, <c>best</c> and the optimiser's moments, each <c>[weight]</c>; this record as JSON under <c>mlnetxai.checkpoint</c>.</remarks>
/// <param name="Layout">Version of this layout; 1 had no optimiser but Adam and did not say so.</param>
/// <param name="Fingerprint">Settings, network and data the training belongs to.</param>
/// <param name="Epoch">Epoch in work, from 1.</param>
/// <param name="Batch">Batches of it that are done.</param>
/// <param name="LossSum">Weighted losses of those batches, added up.</param>
/// <param name="WeightSum">Their weights.</param>
/// <param name="Numbers">The optimiser's numbers.</param>
/// <param name="History">Finished epochs.</param>
internal sealed record Checkpoint(
    int Layout, string Fingerprint, int Epoch, int Batch, double LossSum, double WeightSum, IReadOnlyList<double> Numbers, IReadOnlyList<EpochRecord> History)
{
    /// <summary>The layout that is written and read.</summary>
    public const int CurrentLayout = 2;

    private const string Key = "mlnetxai.checkpoint";

    public void Save(string path, float[] weights, float[] best, IOptimiser optimiser) =>
        new SafetensorsFile(
            Arrays(weights, best, optimiser).ToDictionary(array => array.Name, array => new Tensor([array.Values.Length], array.Values)),
            new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(this) }).Save(path);

    /// <summary>Reads a checkpoint and copies its arrays into those given.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, of another layout, or belongs to another training.</exception>
    public static Checkpoint Load(string path, string fingerprint, float[] weights, float[] best, IOptimiser optimiser)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        Checkpoint? checkpoint = null;
        try
        {
            checkpoint = file.Metadata.TryGetValue(Key, out string? text) ? JsonSerializer.Deserialize<Checkpoint>(text) : null;
        }
        catch (JsonException error)
        {
            throw new ModelFileException(path, $"is not a checkpoint ({error.Message})", error);
        }

        if (checkpoint is null)
            throw new ModelFileException(path, "is not a checkpoint");
        if (checkpoint.Layout != CurrentLayout)
            throw new ModelFileException(path, $"is a checkpoint of layout {Math.Max(checkpoint.Layout, 1)}; this version goes on from layout {CurrentLayout}");
        if (checkpoint.Fingerprint != fingerprint)
            throw new ModelFileException(path, "belongs to a training with other settings, data or network; resume with the same, or start anew in another folder");
        foreach ((string name, float[] target) in Arrays(weights, best, optimiser))
        {
            if (!file.Tensors.TryGetValue(name, out Tensor? tensor) || tensor.Values.Length != target.Length)
                throw new ModelFileException(path, $"lacks the tensor '{name}' of {target.Length} values");
            tensor.Values.CopyTo(target, 0);
        }

        if (checkpoint.Numbers?.Count != optimiser.Numbers.Count || checkpoint.History is null)
            throw new ModelFileException(path, "lacks the optimiser's numbers or the history");
        optimiser.Numbers = checkpoint.Numbers;
        return checkpoint;
    }

    private static IEnumerable<(string Name, float[] Values)> Arrays(float[] weights, float[] best, IOptimiser optimiser) =>
        [("weights", weights), ("best", best), .. optimiser.Moments.Select(moment => (moment.Key, moment.Value))];
}
