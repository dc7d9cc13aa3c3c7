using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Runs.Explaining;

/// <summary>Explanation methods with the settings of a run.</summary>
internal static class EcgMethods
{
    /// <summary>A method named as in the catalog; one that has no options here comes with its defaults.</summary>
    /// <exception cref="MlNetXaiException">There is no such method, or its result is no attribution.</exception>
    public static IExplanationMethod<Network> Create(string name, EcgExplanationOptions options, Batch training)
    {
        MethodDescription description = MethodCatalog.Find(name);
        if (description.Type == typeof(Occlusion))
            return new Occlusion(Occlusion(options, training));
        if (description.Type == typeof(LearnedMask))
            return Mask(options, options.Lambda1!.Value);
        if (typeof(IExplanationMethod<Network>).IsAssignableFrom(description.Type))
            return (IExplanationMethod<Network>)Activator.CreateInstance(description.Type, description.DefaultOptions)!;
        throw new MlNetXaiException($"'{name}' gives no attribution of samples. Use another of {string.Join(", ", MethodCatalog.All.Select(method => method.Name))}.");
    }

    /// <summary>The learned mask for one λ1.</summary>
    public static LearnedMask Mask(EcgExplanationOptions options, double lambda1) => new(new()
    {
        Lambda1 = lambda1,
        Lambda2 = options.Lambda2,
        LearningRate = options.MaskLearningRate,
        Iterations = options.MaskIterations,
        Jitter = options.MaskJitter,
        Seed = options.Seed,
    });

    private static OcclusionOptions Occlusion(EcgExplanationOptions options, Batch training) => new()
    {
        Windows = options.OcclusionCaptum ? OcclusionWindows.Captum(options.OcclusionWindow) : OcclusionWindows.StudyA(options.OcclusionWindow),
        Baseline = options.OcclusionFill switch
        {
            OcclusionFill.TrainingMean => Baseline.TrainingMean(training),
            OcclusionFill.RowMean => Baseline.RowMean,
            _ => Baseline.Constant((float)options.OcclusionValue),
        },

        // Study A's sum of visible runs is large and nearly constant: its wave shares would be those of the samples. Scaled, both are the same.
        MeanDrop = true,
    };
}
