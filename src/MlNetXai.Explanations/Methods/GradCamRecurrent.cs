using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="GradCamRecurrent"/>.</summary>
public sealed record GradCamRecurrentOptions
{
    /// <summary>Name of the recurrent layer; null, the default: the last.</summary>
    public string? Layer { get; init; }

    /// <summary>What becomes of hidden states and derivatives. Default <see cref="HiddenMap.MeanAlpha"/>.</summary>
    public HiddenMap Variant { get; init; }

    /// <summary>By which ways a hidden state acts on the score. Default all.</summary>
    public HiddenDerivative Derivative { get; init; }

    /// <summary>Whether negative values of the map become 0. Default true.</summary>
    public bool PositiveOnly { get; init; } = true;

    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }
}

/// <summary>What a map over time makes of hidden states h and their derivatives.</summary>
public enum HiddenMap
{
    /// <summary>Σ_k α_k h[t, k], α_k = mean over t of ds/dh[t, k]: Grad-CAM with the hidden units as channels. Default.</summary>
    MeanAlpha,

    /// <summary>Σ_k ds/dh[t, k] · h[t, k]: gradient × hidden state at each step.</summary>
    PerStep,
}

/// <summary>Grad-CAM on the hidden states of an LSTM or GRU: one value per step.</summary>
/// <remarks>ds/dh is the total derivative, through later steps and the layers above. It shrinks going back, so with mean α the last steps weigh most: "last-quarter-share" says how much. Study C
/// names only "a variation" of Grad-CAM for its LSTM; the definition is ours: docs/methods/grad-cam.md. One forward and one backward pass.</remarks>
public sealed class GradCamRecurrent(GradCamRecurrentOptions? options = null) : IExplanationMethod<ILayerGradient>, IDescribedMethod
{
    private const int BlockRows = 256;

    private readonly GradCamRecurrentOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "grad-cam-rnn",
        Title = "Grad-CAM on hidden states",
        Summary = "Hidden states of a recurrent layer, its units weighted by their mean derivative; one value per step.",
        Type = typeof(GradCamRecurrent),
        Needs = typeof(ILayerGradient),
        Cost = "1 F + 1 B",
        Passes = 2,
        Source = "study C; Selvaraju et al. 2017, arXiv:1610.02391",
        DefaultOptions = new GradCamRecurrentOptions(),
        Choices =
        [
            MethodChoice.Of<GradCamRecurrentOptions, string?>("layer", RecurrentLayers, (options, layer) => options with { Layer = layer }),
            MethodChoice.Of("map", Enum.GetValues<HiddenMap>(), (GradCamRecurrentOptions options, HiddenMap map) => options with { Variant = map }),
            MethodChoice.Of("derivative", Enum.GetValues<HiddenDerivative>(), (GradCamRecurrentOptions options, HiddenDerivative derivative) => options with { Derivative = derivative }),
            MethodChoice.Of("positive-only", [true, false], (GradCamRecurrentOptions options, bool positive) => options with { PositiveOnly = positive }),
            MethodChoice.Score<GradCamRecurrentOptions>((options, score) => options with { Score = score }),
        ],
        LayersText = "a recurrent layer",
        HasLayers = model => ((ILayerGradient)model).Layers.Any(layer => layer.Layer is RecurrentLayer),
        Remark = "Derivatives shrink going back in time: the last steps weigh most.",
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score units, <c>[row, step, 1]</c>. Diagnostics per row: "score", "last-quarter-share" (of Σ|ds/dh|, in the last quarter of the steps).</returns>
    /// <exception cref="MissingCapabilityException">The model has no recurrent layer.</exception>
    /// <exception cref="ArgumentException">There is no recurrent layer of that name.</exception>
    /// <inheritdoc/>
    public Attribution Explain(
        ILayerGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        NetworkLayer layer = HiddenStates(model);
        int units = ((RecurrentLayer)layer.Layer).Outputs, steps = layer.Input.Steps, length = steps * units;
        Batch values = batch.Blank(channels: 1);
        float[] scores = new float[batch.Rows];
        double[] shares = new double[batch.Rows];
        float[] hidden = new float[Math.Min(BlockRows, batch.Rows) * length], gradient = new float[hidden.Length];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.HiddenGradient(
                batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, layer.Name, _options.Derivative, scores.AsSpan(start, rows), hidden.AsSpan(0, rows * length),
                gradient.AsSpan(0, rows * length));
            for (int row = 0; row < rows; row++)
            {
                TargetScores.RequireFinite(scores[start + row], Name, start + row);

                // Behind a row's end its state stands still.
                int own = steps == batch.Steps ? batch.LengthOf(start + row) : steps;
                Span<float> h = hidden.AsSpan(row * length, own * units), dh = gradient.AsSpan(row * length, own * units);
                double[] map = _options.Variant == HiddenMap.PerStep ? PerStep(h, dh, units, _options.PositiveOnly) : GradCam.Weighted(h, GradCam.MeanOverSteps(dh, units), _options.PositiveOnly);
                GradCam.Write(GradCam.Upsample(map, batch.LengthOf(start + row), Upsampling.Linear), values.Row(start + row)[..batch.LengthOf(start + row)]);
                shares[start + row] = LastQuarter(dh, units);
            }

            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        double[] reported = [.. scores.Select(score => (double)score)];
        string[] note = _options.Layer is null ? [$"Layer: '{layer.Name}', the last recurrent one."] : [];
        return new()
        {
            Method = Name,
            Values = values,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = reported, ["last-quarter-share"] = shares },
            Notes = [.. note, .. Saturation.Notes(reported, _options.Score)],
        };
    }

    /// <summary>Plain twin: one row in double.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, string layer, HiddenMap variant, HiddenDerivative derivative, bool positiveOnly)
    {
        (double[] h, double[] dh) = model.HiddenGradient(row, layer, target, derivative);
        int steps = model.Network.Layers.Single(candidate => candidate.Name == layer).Input.Steps, units = h.Length / steps;
        double[] alpha = [.. Enumerable.Range(0, units).Select(k => Enumerable.Range(0, steps).Average(t => dh[(t * units) + k]))];
        double[] map = [.. Enumerable.Range(0, steps).Select(t => Enumerable.Range(0, units).Sum(k => h[(t * units) + k] * (variant == HiddenMap.MeanAlpha ? alpha[k] : dh[(t * units) + k])))];
        return positiveOnly ? [.. map.Select(value => Math.Max(value, 0))] : map;
    }

    private static double[] PerStep(ReadOnlySpan<float> hidden, ReadOnlySpan<float> gradient, int units, bool positiveOnly)
    {
        double[] sums = new double[hidden.Length / units];
        for (int i = 0; i < hidden.Length; i++)
            sums[i / units] += (double)hidden[i] * gradient[i];
        return positiveOnly ? Array.ConvertAll(sums, value => Math.Max(value, 0)) : sums;
    }

    private static double LastQuarter(ReadOnlySpan<float> gradient, int units)
    {
        double last = 0, all = 0;
        int steps = gradient.Length / units, first = steps - ((steps + 3) / 4);
        for (int i = 0; i < gradient.Length; i++)
        {
            double size = Math.Abs(gradient[i]);
            all += size;
            last += i / units >= first ? size : 0;
        }

        return all == 0 ? 0 : last / all;
    }

    // The last one, taken without a name, keeps it so.
    private static IEnumerable<(string, string?)> RecurrentLayers(ChoiceData data)
    {
        string[] names = [.. data.Network.Layers.Where(layer => layer.Layer is RecurrentLayer).Select(layer => layer.Name)];
        return names.Select(name => (name, name == names[^1] ? null : name));
    }

    private NetworkLayer HiddenStates(ILayerGradient model)
    {
        NetworkLayer[] recurrent = [.. model.Layers.Where(layer => layer.Layer is RecurrentLayer)];
        if (recurrent.Length == 0)
            throw new MissingCapabilityException(model.Name, Name, "hidden states, as it has no recurrent layer", $"{GradCam.Description.Name} on a convolution, or integrated-gradients");
        return _options.Layer is null ? recurrent[^1] : recurrent.FirstOrDefault(layer => layer.Name == _options.Layer) ?? throw new ArgumentException(
            $"'{model.Name}' has no recurrent layer '{_options.Layer}'; it has {string.Join(", ", recurrent.Select(layer => $"'{layer.Name}'"))}.");
    }
}
