namespace MlNetXai.Networks.Layers;

/// <summary>A layer's settings as read from a model file. All are numbers: a flag is 0 or 1, an enumeration its number.</summary>
/// <param name="kind">Kind of the layer.</param>
/// <param name="name">Its name, for messages and streams of random numbers.</param>
/// <param name="values">Settings by name.</param>
internal sealed class LayerSettings(string kind, string name, IReadOnlyDictionary<string, double> values)
{
    private const int LargestSize = 1 << 20;

    /// <summary>Name of the layer.</summary>
    public string Name => name;

    /// <exception cref="ArgumentException">The setting is missing.</exception>
    public double Number(string key) => values.TryGetValue(key, out double value)
        ? value
        : throw new ArgumentException($"layer '{name}' of kind '{kind}' lacks the setting '{key}'");

    /// <summary>A setting that files of an earlier version lack.</summary>
    public double Number(string key, double otherwise) => values.GetValueOrDefault(key, otherwise);

    /// <summary>A whole number, 1 … 2²⁰.</summary>
    /// <exception cref="ArgumentException">The setting is missing or outside.</exception>
    public int Size(string key) => Whole(key, 1);

    /// <summary>A whole number, <paramref name="smallest"/> … 2²⁰.</summary>
    /// <exception cref="ArgumentException">The setting is missing or outside.</exception>
    public int Whole(string key, int smallest) => Number(key) is double size && size >= smallest && size <= LargestSize
        ? (int)size
        : throw new ArgumentException($"layer '{name}' of kind '{kind}': {key} is {Number(key)} and must lie in {smallest} … {LargestSize}");

    /// <exception cref="ArgumentException">The setting is missing.</exception>
    public bool Flag(string key) => Number(key) != 0;

    /// <summary>One of an enumeration's values, for a setting that files of an earlier version lack.</summary>
    /// <exception cref="ArgumentException">The setting is no value of <typeparamref name="T"/>.</exception>
    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum => values.ContainsKey(key) ? Choice<T>(key) : otherwise;

    /// <summary>One of an enumeration's values.</summary>
    /// <exception cref="ArgumentException">The setting is missing or no value of <typeparamref name="T"/>.</exception>
    public T Choice<T>(string key)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (Convert.ToInt32(value) == Number(key))
                return value;
        }

        throw new ArgumentException($"layer '{name}' of kind '{kind}': {key} is {Number(key)} and must be one of {string.Join(", ", Enum.GetValues<T>().Select(value => $"{Convert.ToInt32(value)} ({value})"))}");
    }
}
