using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;
using Xunit;

namespace MlNetXai.Runs.Tests.Training;

public class EcgChoicesTests
{
    [Fact]
    public void Training_Defaults_SaysWhatHoldsForTrainingOnly()
    {
        IReadOnlyList<Choice> choices = EcgChoices.Training(new());

        Assert.Contains("signal 0", Answer(choices, "channel 1"), StringComparison.Ordinal);
        Assert.Contains("in the MIT-BIH Arrhythmia Database", Answer(choices, "one patient"), StringComparison.Ordinal);
        Assert.DoesNotContain(choices, choice => choice.Question.Contains("λ1", StringComparison.Ordinal));
    }

    [Fact]
    public void Training_FullyConvolutional_SaysNothingOfDropoutAndHowWeightsStart()
    {
        IReadOnlyList<Choice> choices = EcgChoices.Training(EcgTrainingOptions.FullyConvolutional);

        Assert.Contains("Glorot", Answer(choices, "weights start"), StringComparison.Ordinal);
        Assert.DoesNotContain(choices, choice => choice.Option == "--dropout");
    }

    [Fact]
    public void Explanation_OptionsDiffer_SaysTheirValues()
    {
        IReadOnlyList<Choice> choices = EcgChoices.Explanation(
            new() { Target = "predicted", OcclusionWindow = 7, OcclusionFill = OcclusionFill.TrainingMean, Lambda1 = null, SweepRows = 30 });

        Assert.Equal("the network's own class", Answer(choices, "Of which class?"));
        Assert.Contains("w = 7", Answer(choices, "windows are occluded"), StringComparison.Ordinal);
        Assert.Contains("training part", Answer(choices, "replaces what is occluded"), StringComparison.Ordinal);
        Assert.Contains("on 30 validation beats", Answer(choices, "λ1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Explanation_OneMethod_LeavesTheOthersOut()
    {
        IReadOnlyList<Choice> choices = EcgChoices.Explanation(new() { Methods = ["input-derivative"] });

        Assert.Contains("magnitude", Answer(choices, "sign"), StringComparison.Ordinal);
        Assert.DoesNotContain(choices, choice => choice.Option is "--fill" or "--window, --captum" or "--lambda1, --sweep-rows");
    }

    private static string Answer(IReadOnlyList<Choice> choices, string question) =>
        Assert.Single(choices, choice => choice.Question.Contains(question, StringComparison.Ordinal)).Answer;
}
