using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Runs.Explaining;

/// <summary>The salience methods with the settings of a run.</summary>
internal static class EcgMethods
{
    /// <summary>Explains rows by a method named as in the catalog.</summary>
    /// <exception cref="MlNetXaiException">There is no such salience method.</exception>
    public static Attribution Explain(
        string method, Network network, EcgExplanationOptions options, Batch training, ExplainedRows rows, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        MethodDescription description = MethodCatalog.Find(method);
        if (description.Type == typeof(Saliency))
            return new Saliency().Explain(network, rows.Signal, rows.Targets, progress, cancellation);
        if (description.Type == typeof(Occlusion))
            return new Occlusion(Occlusion(options, training)).Explain(network, rows.Signal, rows.Targets, progress, cancellation);
        if (description.Type == typeof(LearnedMask))
            return Mask(network, options, options.Lambda1!.Value, rows, progress, cancellation);
        throw new MlNetXaiException($"'{method}' gives no attribution of samples. Use input-derivative, occlusion or learned-mask.");
    }

    /// <summary>The learned mask for one λ1; shifts are keyed by record and sample.</summary>
    public static Attribution Mask(
        Network network, EcgExplanationOptions options, double lambda1, ExplainedRows rows, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        LearnedMask mask = new(new()
        {
            Lambda1 = lambda1,
            Lambda2 = options.Lambda2,
            LearningRate = options.MaskLearningRate,
            Iterations = options.MaskIterations,
            Jitter = options.MaskJitter,
            Seed = options.Seed,
        });
        return mask.Explain(network, rows.Signal, rows.Targets, progress, cancellation);
    }

    private static OcclusionOptions Occlusion(EcgExplanationOptions options, Batch training) => new()
    {
        Windows = options.OcclusionCaptum ? OcclusionWindows.Captum(options.OcclusionWindow) : OcclusionWindows.StudyA(options.OcclusionWindow),
        Baseline = options.OcclusionFill switch
        {
            OcclusionFill.TrainingMean => Baseline.TrainingMean(training),
            OcclusionFill.RowMean => Baseline.RowMean,
            _ => Baseline.Constant((float)options.OcclusionValue),
        },
    };
}
