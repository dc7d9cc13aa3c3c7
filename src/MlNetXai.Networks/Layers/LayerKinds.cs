namespace MlNetXai.Networks.Layers;

/// <summary>Layers from their kind and settings, as model files name them.</summary>
internal static class LayerKinds
{
    private static readonly SortedDictionary<string, Func<LayerSettings, Layer>> Kinds = new(StringComparer.Ordinal)
    {
        ["add"] = _ => new Add(),
        ["affine"] = settings => new Affine(settings.Size("channels")),
        ["average-pool1d"] = settings => new AveragePool1d(settings.Size("size"), PoolingOptions.From(settings), settings.Flag("includePadding")),
        ["batch-norm1d"] = settings => new BatchNorm1d(settings.Size("channels"), settings.Number("epsilon"), settings.Number("momentum"))
        {
            UnbiasedRunningVariance = settings.Flag("unbiasedRunningVariance"),
        },
        ["concatenate"] = settings => new Concatenate(settings.Choice<ConcatenateAxis>("axis")),
        ["conv1d"] = settings => new Conv1d(settings.Size("inputs"), settings.Size("outputs"), settings.Size("kernel"), Conv1dOptions.From(settings)),
        ["dense"] = settings => new Dense(settings.Size("inputs"), settings.Size("outputs")),
        ["dropout"] = settings => new Dropout(settings.Number("rate"), settings.Name, settings.Choice("mask", DropoutMask.Element)),
        ["elu"] = settings => new Elu(settings.Number("alpha")),
        ["flatten"] = settings => new Flatten(settings.Choice<FlattenOrder>("order")),
        ["gelu"] = settings => new Gelu(settings.Flag("tanhForm")),
        ["global-average-pool"] = _ => new GlobalAveragePool(),
        ["global-max-pool"] = _ => new GlobalMaxPool(),
        ["gru"] = settings => new Gru(settings.Size("inputs"), settings.Size("hidden"), settings.Flag("returnsSequence"), GruOptions.From(settings)),
        ["hard-sigmoid"] = settings => new HardSigmoid(settings.Number("alpha"), settings.Number("beta")),
        ["layer-norm"] = settings => new LayerNorm(settings.Size("channels"), settings.Number("epsilon")),
        ["leaky-relu"] = settings => new LeakyRelu(settings.Number("slope")),
        ["lstm"] = settings => new Lstm(settings.Size("inputs"), settings.Size("hidden"), settings.Flag("returnsSequence"), LstmOptions.From(settings)),
        ["masking"] = settings => new Masking(settings.Number("value")),
        ["max-pool1d"] = settings => new MaxPool1d(settings.Size("size"), PoolingOptions.From(settings)),
        ["relu"] = _ => new Relu(),
        ["sigmoid"] = _ => new Sigmoid(),
        ["slice"] = settings => new Slice(settings.Choice<SliceAxis>("axis"), settings.Whole("start", 0), settings.Size("count")),
        ["softmax"] = _ => new SoftmaxLayer(),
        ["tanh"] = _ => new Tanh(),
    };

    /// <summary>All kinds, in order.</summary>
    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    /// <exception cref="ArgumentException">The kind is unknown or a setting is missing.</exception>
    public static Layer Create(string kind, string name, IReadOnlyDictionary<string, double> settings) => Kinds.TryGetValue(kind, out Func<LayerSettings, Layer>? create)
        ? create(new(kind, name, settings))
        : throw new ArgumentException($"layer '{name}' is of kind '{kind}'; this version knows {string.Join(", ", Kinds.Keys)}");
}
