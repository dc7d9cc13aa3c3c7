namespace MlNetXai.Networks.Layers;

/// <summary>Layers from their kind and settings, as model files name them.</summary>
internal static class LayerKinds
{
    /// <exception cref="ArgumentException">The kind is unknown or a setting is missing.</exception>
    public static Layer Create(string kind, string name, IReadOnlyDictionary<string, double> settings)
    {
        double Setting(string key) => settings.TryGetValue(key, out double value)
            ? value
            : throw new ArgumentException($"layer '{name}' of kind '{kind}' lacks the setting '{key}'");

        int Size(string key) => Setting(key) is >= 1 and <= 1 << 20 and double size
            ? (int)size
            : throw new ArgumentException($"layer '{name}' of kind '{kind}': {key} is {Setting(key)} and must lie in 1 … {1 << 20}");

        return kind switch
        {
            "lstm" => new Lstm(Size("inputs"), Size("hidden"), Setting("returnsSequence") != 0),
            "dropout" => new Dropout(Setting("rate"), name),
            "dense" => new Dense(Size("inputs"), Size("outputs")),
            _ => throw new ArgumentException($"layer '{name}' is of kind '{kind}'; this version knows lstm, dropout and dense"),
        };
    }
}
