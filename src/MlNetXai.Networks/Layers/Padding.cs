namespace MlNetXai.Networks.Layers;

/// <summary>How a sliding window meets the ends of a row; the numbers stand in model files.</summary>
public enum PaddingKind
{
    /// <summary>Windows lie inside the row.</summary>
    Valid = 0,

    /// <summary>As Keras' 'same': ⌈steps/stride⌉ windows.</summary>
    SameKeras = 1,

    /// <summary>As PyTorch's 'same': as many windows as steps, stride 1 only.</summary>
    SamePyTorch = 2,

    /// <summary>As many steps before and behind as stated.</summary>
    Explicit = 3,
}

/// <summary>Steps put before and behind a row for a sliding window: zeros for a convolution and an average, nothing for a maximum.</summary>
/// <remarks>With kernel k, stride s, dilation d and n steps. When the total is odd, the smaller half stands in front, in Keras and in PyTorch.</remarks>
public readonly record struct Padding
{
    private Padding(PaddingKind kind, int left, int right) =>
        (Kind, Left, Right) = (kind, Require.Between(left, 0, 1 << 20, nameof(left)), Require.Between(right, 0, 1 << 20, nameof(right)));

    /// <summary>None: ⌊(n − (k − 1)·d − 1)/s⌋ + 1 windows.</summary>
    public static Padding Valid => default;

    /// <summary>Keras' 'same': out = ⌈n/s⌉ windows, max((out − 1)·s + (k − 1)·d + 1 − n, 0) steps in all.</summary>
    public static Padding SameKeras => new(PaddingKind.SameKeras, 0, 0);

    /// <summary>PyTorch's 'same': stride 1 only, n windows, (k − 1)·d steps in all.</summary>
    public static Padding SamePyTorch => new(PaddingKind.SamePyTorch, 0, 0);

    /// <summary>Which of the four.</summary>
    public PaddingKind Kind { get; }

    /// <summary>Steps in front, of <see cref="PaddingKind.Explicit"/>; otherwise 0.</summary>
    public int Left { get; }

    /// <summary>Steps behind, of <see cref="PaddingKind.Explicit"/>; otherwise 0.</summary>
    public int Right { get; }

    /// <summary>So many steps in front and behind, 0 … 2²⁰.</summary>
    public static Padding Explicit(int left, int right) => new(PaddingKind.Explicit, left, right);

    /// <summary>From a model file: absent settings are those of <see cref="Valid"/>.</summary>
    internal static Padding From(LayerSettings settings) => settings.Number("padding", 0) switch
    {
        (double)PaddingKind.Explicit => Explicit(settings.Whole("left", 0), settings.Whole("right", 0)),
        0 => Valid,
        _ => new(settings.Choice<PaddingKind>("padding"), 0, 0),
    };

    internal void AddTo(Dictionary<string, double> settings)
    {
        settings["padding"] = (int)Kind;
        if (Kind != PaddingKind.Explicit)
            return;
        settings["left"] = Left;
        settings["right"] = Right;
    }
}
