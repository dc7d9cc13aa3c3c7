namespace MlNetXai.Networks.Layers;

/// <summary>A window that slides over the steps of a row: tap j of window t reads step t·stride + j·dilation − left.</summary>
/// <param name="Size">Taps, at least 1.</param>
/// <param name="Stride">Steps from a window to the next, at least 1.</param>
/// <param name="Dilation">Steps from a tap to the next, at least 1.</param>
/// <param name="Padding">What happens at the ends.</param>
internal readonly record struct SlidingWindow(int Size, int Stride, int Dilation, Padding Padding)
{
    /// <summary>A pooling layer's window.</summary>
    public static SlidingWindow Of(int size, PoolingOptions? options) =>
        Of(size, options?.Stride ?? size, options?.Dilation ?? 1, options?.Padding ?? Padding.Valid);

    /// <exception cref="ArgumentException">The size is below 1, or PyTorch's 'same' has a stride.</exception>
    public static SlidingWindow Of(int size, int stride, int dilation, Padding padding)
    {
        Require.AtLeast(size, 1, nameof(size));
        return padding.Kind != PaddingKind.SamePyTorch || stride == 1
            ? new(size, stride, dilation, padding)
            : throw new ArgumentException($"Padding 'same' as PyTorch has it needs stride 1 and stride is {stride}; take Keras' 'same' or explicit padding.");
    }

    /// <summary>Steps from the first to the last tap, both counted.</summary>
    public int Reach => checked(((Size - 1) * Dilation) + 1);

    /// <summary>Windows over a row.</summary>
    /// <param name="kind">Kind of the layer, for messages.</param>
    /// <param name="input">Shape of the row.</param>
    /// <exception cref="ShapeException">There is none: the row with its padding is shorter than a window.</exception>
    public int Count(string kind, RowShape input)
    {
        (int left, int right) = Margins(input.Steps);
        int padded = checked(input.Steps + left + right);
        return padded >= Reach
            ? ((padded - Reach) / Stride) + 1
            : throw new ShapeException($"{kind} layer reads {Reach} steps at a time (kernel {Size}, dilation {Dilation}) and got {input}{(left + right == 0 ? "" : $", {padded} steps with padding")}. Give rows of at least {Reach - left - right} steps, or pad to the same length ('same').");
    }

    /// <summary>As <see cref="Count"/>, and every window has an element of the row.</summary>
    /// <exception cref="ShapeException">A window has none.</exception>
    public int CountFilled(string kind, RowShape input)
    {
        int count = Count(kind, input);
        for (int t = 0; t < count; t++)
        {
            if (Taps(t, input.Steps).Count == 0)
                throw new ShapeException($"{kind} layer (window {Size}, stride {Stride}, dilation {Dilation}) got {input}, and window {t} has padding alone. Pad less than a window, or give longer rows.");
        }

        return count;
    }

    /// <summary>Taps of a window that lie in a row, and the step that the first of them reads.</summary>
    public (int First, int Count, int Step) Taps(int window, int steps)
    {
        int start = (window * Stride) - Margins(steps).Left;
        int first = start >= 0 ? 0 : (-start + Dilation - 1) / Dilation;
        int end = start >= steps ? 0 : Math.Min(Size, ((steps - 1 - start) / Dilation) + 1);
        return (first, Math.Max(end - first, 0), start + (first * Dilation));
    }

    /// <summary>Steps of padding before and behind a row of so many steps.</summary>
    public (int Left, int Right) Margins(int steps)
    {
        int total;
        switch (Padding.Kind)
        {
            case PaddingKind.SameKeras:
                int windows = (steps + Stride - 1) / Stride;
                total = Math.Max(((windows - 1) * Stride) + Reach - steps, 0);
                break;
            case PaddingKind.SamePyTorch:
                total = Reach - 1;
                break;
            default:
                return (Padding.Left, Padding.Right);
        }

        return (total / 2, total - (total / 2));
    }

    /// <summary>Adds stride, dilation and padding to a layer's settings.</summary>
    public Dictionary<string, double> AddTo(Dictionary<string, double> settings)
    {
        settings["stride"] = Stride;
        settings["dilation"] = Dilation;
        Padding.AddTo(settings);
        return settings;
    }
}
