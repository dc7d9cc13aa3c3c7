using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Explaining;

/// <summary>Settings of <see cref="EcgExplanation"/>; the defaults are study A's.</summary>
public sealed record EcgExplanationOptions
{
    /// <summary>Defaults for the fully convolutional network: the methods of studies B and C beside the plain derivative and occlusion.</summary>
    public static EcgExplanationOptions FullyConvolutional { get; } = new()
    {
        Methods = [Saliency.Description.Name, IntegratedGradients.Description.Name, GradCam.Description.Name, Occlusion.Description.Name],
    };

    /// <summary>Methods to run, by their names in the catalog, at least one. Default study A's four.</summary>
    public IReadOnlyList<string> Methods { get; init => field = Known(value); } =
        [Saliency.Description.Name, LearnedMask.Description.Name, Occlusion.Description.Name, TemporalOutputScore.Description.Name];

    /// <summary>Beats to explain: a number, "all", or record:sample,… (<see cref="RowRequest"/>). Default 64.</summary>
    public string Rows { get; init => field = RowRequest.Parse(value).ToString(); } = "64";

    /// <summary>Part the beats are taken from. Default test.</summary>
    public DataPart Part { get; init; } = DataPart.Test;

    /// <summary>Class that is explained: "label", "predicted", a class by name, or "all": every class, each row's label in the place of the one. Default "label".</summary>
    public string Target { get; init; } = "label";

    /// <summary>Samples of each beat that the network is given, at least 1; null, the default: all. For networks that read a beat step by step.</summary>
    public int? Prefix { get; init => field = value is { } step ? Require.AtLeast(step, 1) : null; }

    /// <summary>Method that says which samples of a guide matter, for native-guide counterfactuals; null, the default: grad-cam where the network has convolutions, else integrated-gradients.</summary>
    public string? GuideMethod { get; init => field = value is null ? null : Known([value])[0]; }

    /// <summary>Seed of the drawing of rows and of what methods draw; their draws are keyed by a row's values, so that a beat is treated alike in any selection. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Value that replaces what is occluded, in mV, where <see cref="OcclusionFill"/> is constant, −1e6 … 1e6. Default 0.</summary>
    public double OcclusionValue { get; init => field = Require.Between(value, -1e6, 1e6); }

    /// <summary>What replaces an occluded sample. Default a constant.</summary>
    public OcclusionFill OcclusionFill { get; init; }

    /// <summary>Length of the occluding window in samples, 1 … 10,000. Default 25.</summary>
    public int OcclusionWindow { get; init => field = Require.Between(value, 1, 10_000); } = 25;

    /// <summary>Whether the windows are Captum's (inside the row, mean drop) and not study A's. Default false.</summary>
    public bool OcclusionCaptum { get; init; }

    /// <summary>Weight of the mask's size, λ1, at least 0; null = chosen on validation beats. Default 0.01.</summary>
    public double? Lambda1 { get; init => field = value is { } given ? Require.Finite(Require.AtLeast(given, 0)) : null; } = 0.01;

    /// <summary>Weight of the mask's total variation, λ2, at least 0. Default 0.001.</summary>
    public double Lambda2 { get; init => field = Require.Finite(Require.AtLeast(value, 0)); } = 0.001;

    /// <summary>Learning rate of the mask, above 0. Default 0.001.</summary>
    public double MaskLearningRate { get; init => field = Require.Finite(Require.Above(value, 0)); } = 0.001;

    /// <summary>Steps of the mask's optimiser, 1 … 1,000,000. Default 500.</summary>
    public int MaskIterations { get; init => field = Require.Between(value, 1, 1_000_000); } = 500;

    /// <summary>Largest shift of the row in the mask's steps, in samples, 0 … 10,000. Default 0.</summary>
    public int MaskJitter { get; init => field = Require.Between(value, 0, 10_000); }

    /// <summary>Values of λ1 compared when it is to be chosen, at least one, each at least 0.</summary>
    public IReadOnlyList<double> SweepLambda1 { get; init => field = Weights(value); } = [1e-4, 1e-3, 1e-2, 1e-1, 1];

    /// <summary>Validation beats on which λ1 is chosen, at least 1. Default 200.</summary>
    public int SweepRows { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>Further options of methods, each METHOD.OPTION=VALUE, e.g. "integrated-gradients.steps=100"; <see cref="EcgMethods.Options"/> lists those there are. Default none.</summary>
    public IReadOnlyList<string> Settings { get; init => field = MethodSettings.Check(value); } = [];

    /// <summary>Defaults for a kind of network.</summary>
    public static EcgExplanationOptions For(EcgNetwork network) => network == EcgNetwork.FullyConvolutional ? FullyConvolutional : new();

    /// <summary><see cref="GuideMethod"/>, or its default for a network.</summary>
    internal string GuideMethodFor(Network network) =>
        GuideMethod ?? (GradCam.Description.Fits(network) ? GradCam.Description.Name : IntegratedGradients.Description.Name);

    private static IReadOnlyList<double> Weights(IReadOnlyList<double> values) => values.Count == 0
        ? throw new ArgumentException("SweepLambda1 is empty and must hold at least one value.", nameof(values))
        : [.. values.Select(value => Require.Finite(Require.AtLeast(value, 0, nameof(SweepLambda1)), nameof(SweepLambda1)))];

    private static IReadOnlyList<string> Known(IReadOnlyList<string> methods)
    {
        string[] known = [.. MethodCatalog.All.Select(method => method.Name)];
        string? stranger = methods.FirstOrDefault(method => !known.Contains(method));
        if (stranger is not null || methods.Count == 0)
            throw new ArgumentException($"'{stranger}' is not an explanation method; use one or more of {string.Join(", ", known)}.", nameof(methods));
        return [.. methods.Distinct(StringComparer.Ordinal)];
    }
}

/// <summary>A part of the patient split.</summary>
public enum DataPart
{
    /// <summary>Weights are fitted to it.</summary>
    Train,

    /// <summary>Epoch and λ1 are chosen on it.</summary>
    Validation,

    /// <summary>Results are measured on it.</summary>
    Test,
}

/// <summary>What replaces an occluded sample.</summary>
public enum OcclusionFill
{
    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>The mean of the training part.</summary>
    TrainingMean,

    /// <summary>The mean of the row itself.</summary>
    RowMean,
}
