using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="SmoothGrad"/>.</summary>
public sealed record SmoothGradOptions : NoiseOptions
{
    /// <summary>Whether the mean of the squared gradients is given, SmoothGrad², which has no sign. Default false.</summary>
    public bool Squared { get; init; }
}

/// <summary>SmoothGrad: mean of the gradients (or of their squares) at copies of the row with normal noise.</summary>
/// <remarks>50 forward and backward passes. Source: Smilkov, Thorat, Kim, Viégas and Wattenberg 2017, arXiv:1706.03825; squares: Hooker, Erhan, Kindermans and Kim 2019, arXiv:1806.10758.</remarks>
public sealed class SmoothGrad(SmoothGradOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private readonly SmoothGradOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "smoothgrad",
        Title = "SmoothGrad",
        Summary = "Mean of the gradients at noisy copies of the row.",
        Type = typeof(SmoothGrad),
        Needs = typeof(IInputGradient),
        Cost = "50 (F + B) + 1 F",
        Passes = 101,
        Source = "Smilkov et al. 2017, arXiv:1706.03825",
        DefaultOptions = new SmoothGradOptions(),
        Choices =
        [
            MethodChoice.Of("samples", [10, 50, 200], (SmoothGradOptions options, int samples) => options with { Samples = samples }),
            MethodChoice.Of("sigma", [0.02, 0.05, 0.1, 0.2], (SmoothGradOptions options, double sigma) => options with { Sigma = sigma }),
            MethodChoice.Of("squared", [false, true], (SmoothGradOptions options, bool squared) => options with { Squared = squared }),
            MethodChoice.Score<SmoothGradOptions>((options, score) => options with { Score = score }),
            MethodChoice.Seed<SmoothGradOptions>((options, seed) => options with { Seed = seed }),
        ],
        Salience = SalienceView.Magnitude,
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows that run together; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 64;

    /// <summary>Noise by row, sample and element, where it is not to be drawn.</summary>
    internal Func<int, int, int, double>? Noise { get; init; }

    /// <remarks>Noise is keyed by the rows' values: <see cref="RowKeys.Of"/>.</remarks>
    /// <inheritdoc cref="Explain(IInputGradient, Batch, ReadOnlySpan{int}, ReadOnlySpan{uint}, IProgress{ProgressReport}?, CancellationToken)"/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Explain(model, batch, targets, RowKeys.Of(batch), progress, cancellation);

    /// <summary>Explains the target class of every row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch"><c>[row, step, channel]</c>; the result of a row does not depend on the others.</param>
    /// <param name="targets">Class to explain, <c>[row]</c>.</param>
    /// <param name="rowKeys">Names of the rows, <c>[row]</c>: the same key draws the same noise in any batch.</param>
    /// <param name="progress">Hears of progress in rows, or null.</param>
    /// <param name="cancellation">Stops between passes.</param>
    /// <returns>Score per input unit, signed, or its square, <c>[row, step, channel]</c>. Diagnostics per row: "score", "sigma" (in the input's unit).</returns>
    /// <exception cref="ShapeException">The batch does not fit the model, or the targets or keys the batch.</exception>
    /// <exception cref="MlNetXaiException">A score or gradient is NaN or infinite; the row is named.</exception>
    public Attribution Explain(
        IInputGradient model,
        Batch batch,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<uint> rowKeys,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default) =>
        new NoisyGradients(_options, Name) { BlockRows = BlockRows, Noise = Noise }.Explain(
            model, batch, targets, rowKeys, _options.Squared ? (mean, variance) => variance + (mean * mean) : (mean, _) => mean, progress, cancellation);

    /// <summary>Plain twin: one row in double with the given noise, <c>[sample][cell]</c>.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[][] noise, bool squared, ScoreKind score = ScoreKind.Logit)
    {
        double[][] gradients = NoisyGradients.Reference(model, row, target, noise, score);
        return [.. row.Select((_, i) => gradients.Average(gradient => squared ? gradient[i] * gradient[i] : gradient[i]))];
    }
}
