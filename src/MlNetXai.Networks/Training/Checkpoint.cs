using System.Text.Json;
using MlNetXai.Networks.Interchange;

namespace MlNetXai.Networks.Training;

/// <summary>Everything that training needs to go on as if it had never stopped.</summary>
/// <param name="Fingerprint">Settings, network and data the training belongs to.</param>
/// <param name="Epoch">Epoch in work, from 1.</param>
/// <param name="Batch">Batches of it that are done.</param>
/// <param name="LossSum">Weighted losses of those batches, added up.</param>
/// <param name="WeightSum">Their weights.</param>
/// <param name="Beta1Power">Adam's β1ᵗ.</param>
/// <param name="Beta2Power">Adam's β2ᵗ.</param>
/// <param name="History">Finished epochs.</param>
internal sealed record Checkpoint(
    string Fingerprint, int Epoch, int Batch, double LossSum, double WeightSum, double Beta1Power, double Beta2Power, IReadOnlyList<EpochRecord> History)
{
    private const string Key = "mlnetxai.checkpoint";

    public void Save(string path, float[] weights, float[] best, Adam adam) =>
        new SafetensorsFile(
            new Dictionary<string, Tensor>
            {
                ["weights"] = new([weights.Length], weights),
                ["best"] = new([best.Length], best),
                ["adam.m"] = new([weights.Length], adam.FirstMoment),
                ["adam.v"] = new([weights.Length], adam.SecondMoment),
            },
            new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(this) }).Save(path);

    /// <summary>Reads a checkpoint and copies its arrays into those given.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, or belongs to another training.</exception>
    public static Checkpoint Load(string path, string fingerprint, float[] weights, float[] best, Adam adam)
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
        if (checkpoint.Fingerprint != fingerprint)
            throw new ModelFileException(path, "belongs to a training with other settings, data or network; resume with the same, or start anew in another folder");
        foreach ((string name, float[] target) in new[] { ("weights", weights), ("best", best), ("adam.m", adam.FirstMoment), ("adam.v", adam.SecondMoment) })
        {
            if (!file.Tensors.TryGetValue(name, out Tensor? tensor) || tensor.Values.Length != target.Length)
                throw new ModelFileException(path, $"lacks the tensor '{name}' of {target.Length} values");
            tensor.Values.CopyTo(target, 0);
        }

        (adam.Beta1Power, adam.Beta2Power) = (checkpoint.Beta1Power, checkpoint.Beta2Power);
        return checkpoint;
    }
}
