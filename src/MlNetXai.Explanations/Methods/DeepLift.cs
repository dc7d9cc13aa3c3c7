using MlNetXai.Networks;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="DeepLift"/>.</summary>
public sealed record DeepLiftOptions
{
    /// <summary>Reference x′ that differences are taken from. Default 0.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>What maxima over windows do. Default <see cref="MaxPoolingRule.Rescale"/>, with which differences add up.</summary>
    public MaxPoolingRule MaxPooling { get; init; }
}

/// <summary>DeepLIFT by the rescale rule: how each value's difference from a reference contributes to the difference of the logit.</summary>
/// <remarks>One forward pass of the row and of its reference, one backward pass: linear layers hand multipliers back as gradients, elementwise nonlinearities m_in = m_out·Δy/Δx;
/// A = m ⊙ (x − x′), and Σ A = s(x) − s(x′). For networks without recurrent layers: Captum takes a recurrent layer as one module and silently gives gradient × (x − x′) there; here it is an
/// error. It explains the logit, as section 3.6 prefers (docs/methods/gradients.md). Source: Shrikumar, Greenside and Kundaje 2017, arXiv:1704.02685, section 3.5.1.</remarks>
public sealed class DeepLift(DeepLiftOptions? options = null) : IExplanationMethod<IRescaledGradient>, IDescribedMethod
{
    private const int BlockRows = 512;

    private readonly DeepLiftOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "deeplift",
        Title = "DeepLIFT (rescale rule)",
        Summary = "Each value's difference from a reference, times what the network makes of it: adds up to the logit's difference.",
        Type = typeof(DeepLift),
        Needs = typeof(IRescaledGradient),
        Cost = "2 F + 1 B",
        Passes = 3,
        Source = "Shrikumar et al. 2017, arXiv:1704.02685",
        DefaultOptions = new DeepLiftOptions(),
        Choices =
        [
            MethodChoice.Baseline<DeepLiftOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Of<DeepLiftOptions, MaxPoolingRule>("max-pooling", PoolingRules, (options, rule) => options with { MaxPooling = rule }),
        ],
        LayersText = "layers that are linear, elementwise or maxima",
        HasLayers = model => model is not Network { HasRescaledGradient: false },
        Remark = "Not for recurrent networks: use integrated-gradients there.",
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <returns>Logits, signed, <c>[row, step, channel]</c>. Diagnostics per row: "score", "score-baseline", "completeness-error" (Σ A − (s(x) − s(x′))).</returns>
    /// <exception cref="MissingCapabilityException">A layer has no rescale rule; it is named.</exception>
    /// <inheritdoc/>
    public Attribution Explain(
        IRescaledGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        Batch references = _options.Baseline.For(batch, targets), values = batch.Blank();
        float[] scores = new float[batch.Rows], referenceScores = new float[batch.Rows];
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            model.RescaledGradient(
                batch.Slice(start, rows), references.Slice(start, rows), targets.Slice(start, rows), _options.MaxPooling, scores.AsSpan(start, rows),
                referenceScores.AsSpan(start, rows), values.Slice(start, rows).Values);
            progress?.Report(new($"explain {Name}", start + rows, batch.Rows));
        }

        PaddedSteps.Clear(values);
        double[] errors = new double[batch.Rows];
        for (int row = 0; row < batch.Rows; row++)
        {
            TargetScores.RequireFinite(scores[row], Name, row);
            Span<float> own = values.Row(row);
            double sum = 0;
            for (int i = 0; i < own.Length; i++)
            {
                double contribution = own[i] * ((double)batch.Row(row)[i] - references.Row(row)[i]);
                own[i] = (float)contribution;
                sum += contribution;
            }

            errors[row] = sum - (TargetScores.RequireFinite(scores[row], Name, row) - (double)TargetScores.RequireFinite(referenceScores[row], Name, row));
        }

        return new()
        {
            Method = Name,
            Values = values,
            Targets = targets.ToArray(),
            Score = ScoreKind.Logit,
            Diagnostics = new Dictionary<string, double[]>
            {
                ["score"] = [.. scores.Select(score => (double)score)],
                ["score-baseline"] = [.. referenceScores.Select(score => (double)score)],
                ["completeness-error"] = errors,
            },
        };
    }

    private static IEnumerable<(string, MaxPoolingRule)> PoolingRules(ChoiceData data) => data.Network.Layers.Any(layer => layer.Layer is MaxPool1d or GlobalMaxPool)
        ? [("rescale", MaxPoolingRule.Rescale), ("gradient", MaxPoolingRule.Gradient)]
        : [];

    /// <summary>Plain twin: one row in double; maxima over windows without padding.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, double[] reference, int target, MaxPoolingRule maxPooling)
    {
        IReadOnlyDictionary<string, double[]> outputs = model.Outputs(row), others = model.Outputs(reference);
        double[] multipliers = model.HandBack(row, target, (layer, x, m, gradient) =>
        {
            double[] x0 = others[layer.Inputs[0]], y = outputs[layer.Name], y0 = others[layer.Name];
            double Ratio(int i, double above, double otherwise) => Math.Abs(x[i] - x0[i]) < 1e-10 ? otherwise : above / (x[i] - x0[i]);
            if (layer.Layer is ElementwiseLayer)
                return [.. x.Select((_, i) => Ratio(i, m[i] * (y[i] - y0[i]), gradient[i]))];
            if (layer.Layer is not MaxPool1d pooling || maxPooling == MaxPoolingRule.Gradient)
                return gradient;

            double[] shares = new double[x.Length];
            for (int i = 0; i < y.Length; i++)
            {
                int channels = layer.Output.Channels;
                int[] window = [.. Enumerable.Range(0, pooling.Size).Select(tap => ((((i / channels) * pooling.Stride) + (tap * pooling.Dilation)) * channels) + (i % channels))];
                double top = Math.Max(y[i], y0[i]);
                shares[window.MaxBy(at => x[at])] += m[i] * (top - y0[i]);
                shares[window.MaxBy(at => x0[at])] += m[i] * (y[i] - top);
            }

            return [.. shares.Select((share, i) => Ratio(i, share, 0))];
        });
        return [.. multipliers.Select((m, i) => m * (row[i] - reference[i]))];
    }
}
