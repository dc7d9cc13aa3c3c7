using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="GradCam"/>.</summary>
public sealed record GradCamOptions
{
    /// <summary>Name of the layer whose output is the feature map; null, the default: the last nonlinearity behind a convolution whose output still has steps.</summary>
    public string? Layer { get; init; }

    /// <summary>Whether negative values of the map become 0, as in the paper. Default true.</summary>
    public bool PositiveOnly { get; init; } = true;

    /// <summary>How a map of fewer steps is brought to the row's. Default <see cref="Upsampling.Linear"/>.</summary>
    public Upsampling Upsampling { get; init; }

    /// <summary>Score that is differentiated. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>As Captum 0.8.0's LayerGradCam and LayerAttribution.interpolate by default: negative values stay, each step of the map is repeated.</summary>
    public static GradCamOptions Captum { get; } = new() { PositiveOnly = false, Upsampling = Upsampling.Nearest };
}

/// <summary>How a map of T′ steps becomes one of L.</summary>
public enum Upsampling
{
    /// <summary>Between the middles of the map's steps, each L/T′ long: p = max(0, (i + ½)·T′/L − ½). Default.</summary>
    Linear,

    /// <summary>The map's ends lie on the row's ends: p = i(T′ − 1)/(L − 1).</summary>
    LinearAlignCorners,

    /// <summary>Each step of the map is repeated: ⌊i·T′/L⌋.</summary>
    Nearest,

    /// <summary>Between the middles of what each step of the map sees of the row, which convolutions without padding and strides shift.</summary>
    ReceptiveField,
}

/// <summary>A class's map over the steps of a layer.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Raw">The map at the layer's own steps, <c>[row, step of the layer, 1]</c>.</param>
/// <param name="Scores">Score of the target, <c>[row]</c>.</param>
public sealed record GradCamMaps(string Layer, Batch Raw, double[] Scores);

/// <summary>Grad-CAM over time: the feature map of a convolution, each channel weighted by the mean derivative of the score with respect to it.</summary>
/// <remarks>w_k = mean over t of ∂s/∂A[t, k], M_t = Σ_k w_k A[t, k], negative values set to 0; then brought to the row's steps. One forward and one backward pass. With global average pooling
/// and one dense layer behind the map it is the class activation map divided by its steps. Source: Selvaraju et al. 2017, arXiv:1610.02391; in one dimension: docs/methods/grad-cam.md.</remarks>
public sealed class GradCam(GradCamOptions? options = null) : IExplanationMethod<ILayerGradient>, IDescribedMethod
{
    private const int BlockRows = 256;

    private readonly GradCamOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "grad-cam",
        Title = "Grad-CAM",
        Summary = "Feature map of a convolution, its channels weighted by their mean derivative; one value per step.",
        Type = typeof(GradCam),
        Needs = typeof(ILayerGradient),
        Cost = "1 F + 1 B",
        Passes = 2,
        Source = "Selvaraju et al. 2017, arXiv:1610.02391; study C",
        DefaultOptions = new GradCamOptions(),
        Choices =
        [
            MethodChoice.Of<GradCamOptions, string?>("layer", FeatureMaps, (options, layer) => options with { Layer = layer }),
            MethodChoice.Of("positive-only", [true, false], (GradCamOptions options, bool positive) => options with { PositiveOnly = positive }),
            MethodChoice.Of("upsampling", Enum.GetValues<Upsampling>(), (GradCamOptions options, Upsampling upsampling) => options with { Upsampling = upsampling }),
            MethodChoice.Score<GradCamOptions>((options, score) => options with { Score = score }),
        ],
        LayersText = "a convolution",
        HasLayers = model => LastFeatureMap((ILayerGradient)model) is not null,
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Score units, <c>[row, step, 1]</c>. Diagnostics per row: "score".</returns>
    /// <exception cref="MissingCapabilityException">The model has no feature map over time.</exception>
    /// <exception cref="ArgumentException">There is no layer of that name.</exception>
    /// <inheritdoc/>
    public Attribution Explain(
        ILayerGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        GradCamMaps maps = Maps(model, batch, targets, progress, cancellation);
        double[]? centres = _options.Upsampling == Upsampling.ReceptiveField ? model.StepCentres(maps.Layer) : null;
        Batch values = batch.Blank(channels: 1);
        for (int row = 0; row < batch.Rows; row++)
            Write(Upsample([.. maps.Raw.Row(row).ToArray().Select(value => (double)value)], batch.Steps, _options.Upsampling, centres), values.Row(row));
        string[] note = _options.Layer is null ? [$"Layer: '{maps.Layer}', the last nonlinearity behind a convolution."] : [];
        return new()
        {
            Method = Name,
            Values = values,
            RawMap = maps.Raw,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = new Dictionary<string, double[]> { ["score"] = maps.Scores },
            Notes = [.. note, .. Saturation.Notes(maps.Scores, _options.Score)],
        };
    }

    /// <summary>The maps at the layer's own steps.</summary>
    /// <inheritdoc cref="Explain"/>
    public GradCamMaps Maps(
        ILayerGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        NetworkLayer layer = FeatureMap(model);
        Batch raw = new(batch.Rows, layer.Output.Steps, 1);
        float[] scores = new float[batch.Rows];
        int length = layer.Output.Length;
        float[] map = new float[Math.Min(BlockRows, batch.Rows) * length], gradient = new float[map.Length];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.LayerGradient(
                batch.Slice(start, rows), targets.Slice(start, rows), _options.Score, layer.Name, scores.AsSpan(start, rows), map.AsSpan(0, rows * length),
                gradient.AsSpan(0, rows * length));
            for (int row = 0; row < rows; row++)
            {
                TargetScores.RequireFinite(scores[start + row], Name, start + row);
                Write(
                    Weighted(map.AsSpan(row * length, length), MeanOverSteps(gradient.AsSpan(row * length, length), layer.Output.Channels), _options.PositiveOnly),
                    raw.Row(start + row));
            }

            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        return new(layer.Name, raw, [.. scores.Select(score => (double)score)]);
    }

    /// <summary>Plain twin: one row in double, at the layer's own steps.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, string layer, bool positiveOnly)
    {
        (double[] map, double[] gradient) = model.LayerGradient(row, layer, target);
        int channels = model.Network.Layers.Single(candidate => candidate.Name == layer).Output.Channels, steps = map.Length / channels;
        double[] weights = [.. Enumerable.Range(0, channels).Select(k => Enumerable.Range(0, steps).Average(t => gradient[(t * channels) + k]))];
        double[] sums = [.. Enumerable.Range(0, steps).Select(t => weights.Select((w, k) => w * map[(t * channels) + k]).Sum())];
        return positiveOnly ? [.. sums.Select(value => Math.Max(value, 0))] : sums;
    }

    /// <summary>A map at other steps.</summary>
    /// <param name="map"><c>[step of the map]</c>.</param>
    /// <param name="length">Steps wanted.</param>
    /// <param name="upsampling">How.</param>
    /// <param name="centres">Where each step of the map lies, for <see cref="Upsampling.ReceptiveField"/>.</param>
    internal static double[] Upsample(double[] map, int length, Upsampling upsampling, double[]? centres = null)
    {
        double[] result = new double[length];
        int last = map.Length - 1;
        for (int i = 0; i < length; i++)
        {
            double place = upsampling switch
            {
                Upsampling.Nearest => (long)i * map.Length / length,
                Upsampling.LinearAlignCorners => length == 1 ? 0 : (double)i * last / (length - 1),
                Upsampling.ReceptiveField => last == 0 ? 0 : Math.Clamp((i - centres![0]) / (centres[1] - centres[0]), 0, last),
                _ => Math.Max(0, ((i + 0.5) * map.Length / length) - 0.5),
            };
            int before = Math.Min((int)place, last);
            double share = place - before;
            result[i] = (map[before] * (1 - share)) + (map[Math.Min(before + 1, last)] * share);
        }

        return result;
    }

    /// <summary>Means of a gradient over its steps, per channel.</summary>
    internal static double[] MeanOverSteps(ReadOnlySpan<float> gradient, int channels)
    {
        double[] means = new double[channels];
        for (int i = 0; i < gradient.Length; i++)
            means[i % channels] += gradient[i];
        for (int k = 0; k < channels; k++)
            means[k] *= (double)channels / gradient.Length;
        return means;
    }

    /// <summary>Weighted sum over the channels of each step.</summary>
    internal static double[] Weighted(ReadOnlySpan<float> map, double[] weights, bool positiveOnly)
    {
        double[] sums = new double[map.Length / weights.Length];
        for (int i = 0; i < map.Length; i++)
            sums[i / weights.Length] += map[i] * weights[i % weights.Length];
        return positiveOnly ? Array.ConvertAll(sums, value => Math.Max(value, 0)) : sums;
    }

    internal static void Write(double[] from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = (float)from[i];
    }

    // Activations over time behind the first convolution; the one taken without a name keeps it so.
    private static IEnumerable<(string, string?)> FeatureMaps(ChoiceData data)
    {
        NetworkLayer? last = LastFeatureMap(data.Network);
        return data.Network.Layers.SkipWhile(layer => layer.Layer is not Conv1d)
            .Where(layer => layer == last || (layer.Layer is ElementwiseLayer && layer.Output.Steps > 1))
            .Select(layer => (layer.Name, layer == last ? null : layer.Name));
    }

    // Behind the first convolution: the last activation over time, or else the last convolution or batch norm.
    private static NetworkLayer? LastFeatureMap(ILayerGradient model)
    {
        NetworkLayer[] layers = [.. model.Layers.SkipWhile(layer => layer.Layer is not Conv1d)];
        return layers.LastOrDefault(layer => layer.Layer is ElementwiseLayer && layer.Output.Steps > 1) ?? layers.LastOrDefault(layer => layer.Layer is Conv1d or BatchNorm1d);
    }

    private NetworkLayer FeatureMap(ILayerGradient model)
    {
        if (_options.Layer is null)
            return LastFeatureMap(model) ?? throw Missing(model, "a convolution's feature map over time");

        NetworkLayer named = model.Layers.FirstOrDefault(layer => layer.Name == _options.Layer) ?? throw new ArgumentException(
            $"'{model.Name}' has no layer '{_options.Layer}'; it has {string.Join(", ", model.Layers.Select(layer => $"'{layer.Name}'"))}.");
        return named.Output.Steps > 1 && named.Layer is not RecurrentLayer ? named : throw Missing(model, $"a feature map over time at layer '{named.Name}' ({named.Layer.Kind}, {named.Output})");
    }

    private MissingCapabilityException Missing(ILayerGradient model, string what) => new(
        model.Name, Name, what, model.Layers.Any(layer => layer.Layer is RecurrentLayer) ? $"{GradCamRecurrent.Description.Name}, which reads hidden states" : "integrated-gradients, which needs gradients alone");
}
