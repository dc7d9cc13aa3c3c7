namespace MlNetXai.Networks.Layers;

/// <summary>Layers from their kind and settings, as model files name them.</summary>
internal static class LayerKinds
{
    private static readonly SortedDictionary<string, Func<LayerSettings, Layer>> Kinds = new(StringComparer.Ordinal)
    {
        ["add"] = _ => new Add(),
        ["average-pool1d"] = settings => new AveragePool1d(settings.Size("size"), PoolingOptions.From(settings), settings.Flag("includePadding")),
        ["concatenate"] = settings => new Concatenate(settings.Choice<ConcatenateAxis>("axis")),
        ["conv1d"] = settings => new Conv1d(settings.Size("inputs"), settings.Size("outputs"), settings.Size("kernel"), Conv1dOptions.From(settings)),
        ["dense"] = settings => new Dense(settings.Size("inputs"), settings.Size("outputs")),
        ["dropout"] = settings => new Dropout(settings.Number("rate"), settings.Name),
        ["flatten"] = settings => new Flatten(settings.Choice<FlattenOrder>("order")),
        ["global-average-pool"] = _ => new GlobalAveragePool(),
        ["global-max-pool"] = _ => new GlobalMaxPool(),
        ["lstm"] = settings => new Lstm(settings.Size("inputs"), settings.Size("hidden"), settings.Flag("returnsSequence")),
        ["masking"] = settings => new Masking(settings.Number("value")),
        ["max-pool1d"] = settings => new MaxPool1d(settings.Size("size"), PoolingOptions.From(settings)),
        ["slice"] = settings => new Slice(settings.Choice<SliceAxis>("axis"), settings.Whole("start", 0), settings.Size("count")),
    };

    /// <exception cref="ArgumentException">The kind is unknown or a setting is missing.</exception>
    public static Layer Create(string kind, string name, IReadOnlyDictionary<string, double> settings) => Kinds.TryGetValue(kind, out Func<LayerSettings, Layer>? create)
        ? create(new(kind, name, settings))
        : throw new ArgumentException($"layer '{name}' is of kind '{kind}'; this version knows {string.Join(", ", Kinds.Keys)}");
}
