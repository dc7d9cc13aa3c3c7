using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="VarGrad"/>.</summary>
public sealed record VarGradOptions : NoiseOptions;

/// <summary>VarGrad: variance of the gradients at copies of the row with normal noise; high where the derivative depends on the noise.</summary>
/// <remarks>Divided by the number of samples; without sign. 50 forward and backward passes. Source: Adebayo, Gilmer, Goodfellow and Kim 2018, arXiv:1810.03307.</remarks>
public sealed class VarGrad(VarGradOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    private readonly VarGradOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "vargrad",
        Title = "VarGrad",
        Summary = "Variance of the gradients at noisy copies of the row.",
        Type = typeof(VarGrad),
        Needs = typeof(IInputGradient),
        Cost = "50 (F + B) + 1 F",
        Passes = 101,
        Source = "Adebayo et al. 2018, arXiv:1810.03307",
        DefaultOptions = new VarGradOptions(),
        Choices =
        [
            MethodChoice.Of("samples", [10, 50, 200], (VarGradOptions options, int samples) => options with { Samples = samples }),
            MethodChoice.Of("sigma", [0.02, 0.05, 0.1, 0.2], (VarGradOptions options, double sigma) => options with { Sigma = sigma }),
            MethodChoice.Score<VarGradOptions>((options, score) => options with { Score = score }),
            MethodChoice.Seed<VarGradOptions>((options, seed) => options with { Seed = seed }),
        ],
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
    /// <returns>Squared score per squared input unit, at least 0, <c>[row, step, channel]</c>. Diagnostics per row: "score", "sigma" (in the input's unit).</returns>
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
            model, batch, targets, rowKeys, (_, variance) => variance, progress, cancellation);

    /// <summary>Plain twin: one row in double with the given noise, <c>[sample][cell]</c>.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, int target, double[][] noise, ScoreKind score = ScoreKind.Logit)
    {
        double[][] gradients = NoisyGradients.Reference(model, row, target, noise, score);
        double[] mean = [.. row.Select((_, i) => gradients.Average(gradient => gradient[i]))];
        return [.. row.Select((_, i) => gradients.Average(gradient => (gradient[i] - mean[i]) * (gradient[i] - mean[i])))];
    }
}
