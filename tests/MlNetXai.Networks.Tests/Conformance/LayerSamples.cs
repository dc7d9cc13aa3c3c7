using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Tests.Conformance;

/// <summary>Layers of every kind with random shapes and settings, the same for the same seed. A new kind needs a line in <see cref="Makers"/>.</summary>
internal static class LayerSamples
{
    private delegate Layer Maker(ref Philox.Stream random, RowShape input);

    private static readonly Dictionary<string, Maker> Makers = new()
    {
        ["add"] = (ref random, _) => new Add(),
        ["affine"] = (ref random, input) => new Affine(input.Channels),
        ["average-pool1d"] = (ref random, input) => new AveragePool1d(1 + random.Below(4), Pooling(ref random), Flag(ref random)),
        ["batch-norm1d"] = (ref random, input) => new BatchNorm1d(input.Channels, Choose(ref random, 1e-5, 1e-3, 0.1), Choose(ref random, 0.1, 0.01)) { UnbiasedRunningVariance = Flag(ref random) },
        ["concatenate"] = (ref random, _) => new Concatenate(Choose(ref random, ConcatenateAxis.Channels, ConcatenateAxis.Steps)),
        ["conv1d"] = Convolution,
        ["dense"] = (ref random, input) => new Dense(input.Channels, Size(ref random)),
        ["dropout"] = (ref random, _) => new Dropout(Choose(ref random, 0, 0.3), "sample", Choose(ref random, DropoutMask.Element, DropoutMask.FixedOverSteps)),
        ["elu"] = (ref random, _) => new Elu(Choose(ref random, 1, 0.3, 1.7)),
        ["flatten"] = (ref random, _) => new Flatten(Choose(ref random, FlattenOrder.TimeMajor, FlattenOrder.ChannelMajor)),
        ["gelu"] = (ref random, _) => new Gelu(Flag(ref random)),
        ["global-average-pool"] = (ref random, _) => new GlobalAveragePool(),
        ["global-max-pool"] = (ref random, _) => new GlobalMaxPool(),
        ["hard-sigmoid"] = (ref random, _) => Flag(ref random) ? new HardSigmoid() : new HardSigmoid(-0.4, 0.3),
        ["layer-norm"] = (ref random, input) => new LayerNorm(input.Channels, input.Channels > 4 ? Choose(ref random, 1e-5, 1e-3) : 0.1),
        ["leaky-relu"] = (ref random, _) => new LeakyRelu(Choose(ref random, 0.01, 0.3, 0, -0.2)),
        ["gru"] = (ref random, input) => new Gru(
            input.Channels, Size(ref random), Flag(ref random), new() { Direction = Direction(ref random), Gates = Gates(ref random), ResetAfter = Flag(ref random) }),
        ["lstm"] = (ref random, input) => new Lstm(
            input.Channels, Size(ref random), Flag(ref random), new() { Direction = Direction(ref random), Gates = Gates(ref random), OneBias = Flag(ref random) }),
        ["masking"] = (ref random, _) => new Masking(),
        ["max-pool1d"] = (ref random, _) => new MaxPool1d(1 + random.Below(4), Pooling(ref random)),
        ["relu"] = (ref random, _) => new Relu(),
        ["sigmoid"] = (ref random, _) => new Sigmoid(),
        ["slice"] = Sliced,
        ["softmax"] = (ref random, _) => new SoftmaxLayer(),
        ["tanh"] = (ref random, _) => new Tanh(),
    };

    /// <summary>A layer of a kind with the shapes of what it reads.</summary>
    public static LayerSample Make(string kind, int seed)
    {
        Philox.Stream random = new Philox((ulong)seed, $"sample {kind}").Draws();
        RowShape shape = new(1 + random.Below(9), Size(ref random));
        Layer layer = TryMake(kind, ref random, shape) ?? throw new InvalidOperationException($"no layer of kind {kind} fits {shape}, seed {seed}");
        List<RowShape> inputs = [shape];
        for (int more = random.Below(3); more > 0 && layer is MergeLayer; more--)
        {
            inputs.Add(layer is not Concatenate join ? shape
                : join.Axis == ConcatenateAxis.Channels ? shape with { Channels = Size(ref random) }
                : shape with { Steps = 1 + random.Below(9) });
        }

        return new(kind, seed, layer, inputs);
    }

    /// <summary>A layer of a kind that reads a shape; null where none was found.</summary>
    public static Layer? TryMake(string kind, ref Philox.Stream random, RowShape shape)
    {
        Maker maker = Makers.GetValueOrDefault(kind)
            ?? throw new InvalidOperationException($"Layer kind '{kind}' has no line in LayerSamples.Makers: add one that draws its settings, and the suite holds it to its twins.");
        for (int attempt = 0; attempt < 30; attempt++)
        {
            try
            {
                Layer layer = maker(ref random, shape);
                layer.Infer(shape);
                return layer;
            }
            catch (ShapeException)
            {
                // These settings want a longer row: draw others.
            }
        }

        return null;
    }

    // Mostly narrow; sometimes beyond one and several vectors.
    private static int Size(ref Philox.Stream random) => random.Below(4) == 0 ? 1 + random.Below(70) : 1 + random.Below(7);

    private static bool Flag(ref Philox.Stream random) => random.Below(2) == 1;

    private static T Choose<T>(ref Philox.Stream random, params ReadOnlySpan<T> values) => values[random.Below(values.Length)];

    private static RecurrentDirection Direction(ref Philox.Stream random) => (RecurrentDirection)random.Below(3);

    private static GateActivation Gates(ref Philox.Stream random) => (GateActivation)random.Below(2);

    private static Padding AnyPadding(ref Philox.Stream random) => random.Below(3) switch
    {
        0 => Padding.Valid,
        1 => Padding.SameKeras,
        _ => Padding.Explicit(random.Below(3), random.Below(3)),
    };

    private static PoolingOptions Pooling(ref Philox.Stream random) => new()
    {
        Stride = Flag(ref random) ? null : 1 + random.Below(3),
        Dilation = 1 + random.Below(2),
        Padding = AnyPadding(ref random),
    };

    private static Conv1d Convolution(ref Philox.Stream random, RowShape input)
    {
        int groups = Choose(ref random, 1, 1, 2, input.Channels), stride = 1 + random.Below(3);
        if (input.Channels % groups != 0)
            groups = 1;
        Conv1dOptions options = new()
        {
            Stride = stride,
            Dilation = 1 + random.Below(2),
            Groups = groups,
            Bias = Flag(ref random),
            Padding = stride == 1 && Flag(ref random) ? Padding.SamePyTorch : AnyPadding(ref random),
        };
        return new Conv1d(input.Channels, groups * (1 + random.Below(groups > 4 ? 2 : 20)), 1 + random.Below(5), options);
    }

    private static Slice Sliced(ref Philox.Stream random, RowShape input)
    {
        SliceAxis axis = Choose(ref random, SliceAxis.Steps, SliceAxis.Channels);
        int whole = axis == SliceAxis.Steps ? input.Steps : input.Channels, start = random.Below(whole);
        return new Slice(axis, start, 1 + random.Below(whole - start));
    }
}

/// <summary>A layer with the shapes of what it reads.</summary>
internal sealed record LayerSample(string Kind, int Seed, Layer Layer, IReadOnlyList<RowShape> Inputs)
{
    public RowShape Output => Layer is MergeLayer merge ? merge.Infer(Inputs) : Layer.Infer(Inputs[0]);

    /// <summary>Weights between −1 and 1; variances between 0.5 and 1.5.</summary>
    public float[] Weights()
    {
        Philox random = new((ulong)Seed, "sample weights");
        List<float> weights = [];
        foreach (WeightShape shape in Layer.Weights)
        {
            for (int i = 0; i < shape.Length; i++)
            {
                double value = random.Uniform((uint)weights.Count);
                weights.Add((float)(shape.Name == "running_var" ? 0.5 + value : (2 * value) - 1));
            }
        }

        return [.. weights];
    }

    /// <summary>Rows of every input, values between −3 and 3.</summary>
    public float[][] X(int rows) => [.. Inputs.Select((shape, k) => Values(rows * shape.Length, (uint)k, 3))];

    /// <summary>Gradient of the output, values between −1 and 1.</summary>
    public float[] Dy(int rows) => Values(rows * Output.Length, 99, 1);

    public override string ToString() =>
        $"{Kind}, seed {Seed}: {string.Join(", ", Layer.Settings.Select(setting => $"{setting.Key} {setting.Value}"))}, reads {string.Join(" and ", Inputs)}";

    private float[] Values(int length, uint stream, double bound)
    {
        Philox random = new((ulong)Seed, "sample values");
        return [.. Enumerable.Range(0, length).Select(i => (float)(((2 * random.Uniform((uint)i, stream)) - 1) * bound))];
    }
}
