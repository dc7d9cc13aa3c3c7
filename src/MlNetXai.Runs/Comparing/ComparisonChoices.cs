using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>Questions that the papers leave open, and how a comparison answers them.</summary>
internal static class ComparisonChoices
{
    public static IReadOnlyList<Choice> Of(EcgComparisonOptions options) =>
    [
        new("Which class is explained and scored?", "the class by label; for the parameter randomisation the class that the trained network predicts"),
        new("Which score?", "the logit"),
        new("Which beats?", $"test beats drawn once by seed {options.Seed}, equally many of each class where there are so many, of a class from all patients in turn; fewer beats are some of more", "--rows, --seed"),
        new("Which side of a map is salience?", "score reduction: the signed values and, beside them, the magnitudes; curves, comprehensiveness and sufficiency: the magnitude where the method is read so (input derivative, SmoothGrad, guided backpropagation), else the signed values"),
        new("What does deleting a sample mean?", "it is set to 0 mV"),
        new("How large is a random choice?", $"as large as what the method deletes from the same beat, at α = {string.Join(", ", options.PairedAlphas)}; mean of {options.RandomDraws} choices that all methods share"),
        new("How are networks made random?", $"PyTorch's initial weights, from the output down and one layer at a time, {options.RandomisationDraws} random networks each; statistics of batch normalisation estimated anew on 1,000 training beats", "--randomisation-rows"),
        new("How are beats disturbed?", $"infidelity: 50 times normal noise of 0.1 of the beat's range, the attribution scaled to fit best; max-sensitivity: {options.SensitivityDraws} uniform disturbances of at most 0.02 of the range ({options.ExpensiveSensitivityDraws} for methods above 200 passes)", "--robustness-rows"),
    ];
}
