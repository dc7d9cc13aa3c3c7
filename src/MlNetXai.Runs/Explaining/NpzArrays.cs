namespace MlNetXai.Runs.Explaining;

/// <summary>Arrays of an npz file that a step has written.</summary>
/// <param name="path">The file.</param>
internal sealed class NpzArrays(string path)
{
    private readonly IReadOnlyDictionary<string, NpzArray> _arrays = NpzReader.Read(path);

    public IEnumerable<string> Names => _arrays.Keys;

    public NpzArray? Find(string name) => _arrays.GetValueOrDefault(name);

    public bool Has(string name) => _arrays.ContainsKey(name);

    /// <exception cref="RunException">It is missing.</exception>
    public NpzArray Get(string name) => Find(name) ?? throw new RunException($"{path}: the array '{name}' is missing. Explain the rows again.", path, name);

    /// <summary>An array of row, step and channel.</summary>
    /// <exception cref="RunException">It is missing or has other axes.</exception>
    public Batch Batch(string name, int[]? lengths = null) => Get(name) is { Shape.Count: 3 } array
        ? new(array.Shape[0], array.Shape[1], array.Shape[2], array.As<float>(), lengths)
        : throw new RunException($"{path}: the array '{name}' has {Get(name).Shape.Count} axes, not row, step and channel. Explain the rows again.", path, name);

    /// <summary>An array of class, row, step and channel, class by class.</summary>
    /// <exception cref="RunException">It is missing or has other axes.</exception>
    public IReadOnlyList<Batch> Batches(string name, int[]? lengths)
    {
        NpzArray array = Get(name);
        if (array.Shape.Count != 4)
            throw new RunException($"{path}: the array '{name}' has {array.Shape.Count} axes, not class, row, step and channel. Explain the rows again.", path, name);
        (int rows, int steps, int channels) = (array.Shape[1], array.Shape[2], array.Shape[3]);
        Memory<float> values = array.As<float>();
        return [.. Enumerable.Range(0, array.Shape[0]).Select(c => new Batch(rows, steps, channels, values.Slice(c * rows * steps * channels, rows * steps * channels), lengths))];
    }
}
