using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;

namespace MlNetXai.Runs.Explaining;

/// <summary>Explanation methods with the settings of a run.</summary>
public static class EcgMethods
{
    /// <summary>The options record of a method under these settings; its defaults where there are none for it here.</summary>
    /// <param name="name">Name of the method in the catalog.</param>
    /// <param name="options">Settings; λ1 must be given where the method is the learned mask.</param>
    /// <param name="training">Beats of the training part, <c>[row, step, channel]</c>, in mV; null where they are not at hand.</param>
    /// <exception cref="MlNetXaiException">There is no such method, or it needs what is not given.</exception>
    public static object OptionsOf(string name, EcgExplanationOptions options, Batch? training = null)
    {
        MethodDescription description = MethodCatalog.Find(name);
        if (description.Type == typeof(Occlusion))
            return Occlusion(options, training);
        if (description.Type == typeof(LearnedMask))
            return Mask(options, options.Lambda1 ?? throw new RunException($"'{name}' needs λ1, which is not chosen yet. Explain with --lambda1 auto first, or give a number."));
        return description.DefaultOptions;
    }

    /// <summary>A method named as in the catalog; one that has no options here comes with its defaults.</summary>
    /// <exception cref="MlNetXaiException">There is no such method, or its result is no attribution.</exception>
    internal static IExplanationMethod<Network> Create(string name, EcgExplanationOptions options, Batch training)
    {
        MethodDescription description = MethodCatalog.Find(name);
        if (typeof(IExplanationMethod<Network>).IsAssignableFrom(description.Type))
            return (IExplanationMethod<Network>)Activator.CreateInstance(description.Type, OptionsOf(name, options, training))!;
        throw new MlNetXaiException($"'{name}' gives no attribution of samples. Use another of {string.Join(", ", MethodCatalog.All.Select(method => method.Name))}.");
    }

    /// <summary>The learned mask's options for one λ1.</summary>
    internal static LearnedMaskOptions Mask(EcgExplanationOptions options, double lambda1) => new()
    {
        Lambda1 = lambda1,
        Lambda2 = options.Lambda2,
        LearningRate = options.MaskLearningRate,
        Iterations = options.MaskIterations,
        Jitter = options.MaskJitter,
        Seed = options.Seed,
    };

    private static OcclusionOptions Occlusion(EcgExplanationOptions options, Batch? training) => new()
    {
        Windows = options.OcclusionCaptum ? OcclusionWindows.Captum(options.OcclusionWindow) : OcclusionWindows.StudyA(options.OcclusionWindow),
        Baseline = options.OcclusionFill switch
        {
            OcclusionFill.TrainingMean => Baseline.TrainingMean(training ?? throw new RunException(
                "Occlusion by the training mean needs the training beats, which are not at hand here. Explain the run with a value or row-mean as --fill, or leave occlusion out.")),
            OcclusionFill.RowMean => Baseline.RowMean,
            _ => Baseline.Constant((float)options.OcclusionValue),
        },

        // Study A's sum of visible runs is large and nearly constant: its wave shares would be those of the samples. Scaled, both are the same.
        MeanDrop = true,
    };
}
