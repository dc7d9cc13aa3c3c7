namespace MlNetXai.Networks.Layers;

/// <summary>Layers from their kind and settings, as model files name them.</summary>
internal static class LayerKinds
{
    private static readonly SortedDictionary<string, Func<LayerSettings, Layer>> Kinds = new(StringComparer.Ordinal)
    {
        ["add"] = _ => new Add(),
        ["concatenate"] = settings => new Concatenate(settings.Choice<ConcatenateAxis>("axis")),
        ["dense"] = settings => new Dense(settings.Size("inputs"), settings.Size("outputs")),
        ["dropout"] = settings => new Dropout(settings.Number("rate"), settings.Name),
        ["lstm"] = settings => new Lstm(settings.Size("inputs"), settings.Size("hidden"), settings.Flag("returnsSequence")),
    };

    /// <exception cref="ArgumentException">The kind is unknown or a setting is missing.</exception>
    public static Layer Create(string kind, string name, IReadOnlyDictionary<string, double> settings) => Kinds.TryGetValue(kind, out Func<LayerSettings, Layer>? create)
        ? create(new(kind, name, settings))
        : throw new ArgumentException($"layer '{name}' is of kind '{kind}'; this version knows {string.Join(", ", Kinds.Keys)}");
}
