using System.Reflection;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.Runs.Explaining;
using Xunit;

namespace MlNetXai.Runs.Tests.Explaining;

public sealed class MethodSettingsTests
{
    private static readonly TrainingBeats Training = new(new(4, 3, 1, new float[] { 1, 1, 1, 3, 3, 3, 5, 5, 5, 7, 7, 7 }), [default, default, default, default], [0, 0, 1, 1], ["a", "b", "a", "b"], 2)
    {
        Beat = key => key == new RowKey("s001", 100) ? new(1, 3, 1, new float[] { 9, 8, 7 }) : throw new RunException($"{key}: no labelled beat has its R peak at this sample."),
    };

    /// <summary>Every option of every method in the catalog.</summary>
    public static TheoryData<string, string> EveryOption
    {
        get
        {
            TheoryData<string, string> options = [];
            foreach (MethodDescription method in MethodCatalog.All)
            {
                foreach (MethodOption option in EcgMethods.Options(method.Name))
                    options.Add(method.Name, option.Name);
            }

            return options;
        }
    }

    [Theory]
    [MemberData(nameof(EveryOption))]
    public void Apply_DefaultAsListed_GivesTheDefault(string method, string option)
    {
        MethodDescription description = MethodCatalog.Find(method);
        MethodOption listed = EcgMethods.Options(method).Single(one => one.Name == option);
        PropertyInfo property = PropertyOf(description, option);

        object options = Apply(description, option, listed.Default);

        object? expected = property.GetValue(EcgMethods.OptionsOf(description, new(), () => Training));
        Assert.Equal(Text(expected), Text(property.GetValue(options)));
    }

    [Theory]
    [MemberData(nameof(EveryOption))]
    public void Apply_AnotherValue_ChangesThisOptionAlone(string method, string option)
    {
        MethodDescription description = MethodCatalog.Find(method);
        PropertyInfo property = PropertyOf(description, option);

        object options = Apply(description, option, AnotherValue(property, description.DefaultOptions));

        Assert.All(
            options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.CanWrite),
            one => Assert.Equal(one.Name != property.Name, Text(one.GetValue(options)) == Text(one.GetValue(description.DefaultOptions))));
    }

    [Fact]
    public void Apply_NamedBaseline_IsMadeOfTheRowsItNames()
    {
        (string Text, Baseline Expected)[] cases =
        [
            ("zero", Baseline.Zero), ("-0.5", Baseline.Constant(-0.5f)), ("training-mean", Baseline.PerChannel([4])), ("training-mean-row", Baseline.TrainingMeanRow(Training.Values)),
            ("class-mean", Baseline.ClassMean(Training.Values, Training.Labels, 2)), ("row-mean", Baseline.RowMean), ("moving-average:3", Baseline.MovingAverage(3)),
            ("moving-average", Baseline.MovingAverage(25)), ("s001:100", Baseline.Rows(new(1, 3, 1, new float[] { 9, 8, 7 }))),
        ];

        Assert.All(cases, one => Assert.Equal(Text(one.Expected), Text(((DeepLiftOptions)Apply(DeepLift.Description, "baseline", one.Text)).Baseline)));
    }

    [Theory]
    [InlineData("training", 4), InlineData("training:3", 3), InlineData("zero", 0)]
    public void Apply_Background_IsDrawnFromTheTrainingPart(string text, int rows)
    {
        ExpectedGradientsOptions options = (ExpectedGradientsOptions)Apply(ExpectedGradients.Description, "background", text);

        Assert.Equal(rows, options.Background.StoredRows);
    }

    [Theory]
    [InlineData("equal:3", "1 0-5, 2 5-10, 3 10-16"), InlineData("length:10", "1 0-10, 2 10-16"), InlineData("at:P:1:4,QRS:6:9", "P 1-4, QRS 6-9")]
    public void Apply_Segments_CutAsWritten(string text, string expected)
    {
        ShapleySegmentsOptions options = (ShapleySegmentsOptions)Apply(ShapleySegments.Description, "segments", text);

        Assert.Equal(expected, string.Join(", ", options.Segments.Over(16).Select(segment => $"{segment.Name} {segment.Start}-{segment.End}")));
    }

    [Theory]
    [InlineData("study-a:7", "study A, width 7"), InlineData("captum:5:2", "Captum, width 5, stride 2")]
    public void Apply_Windows_AreThoseWritten(string text, string expected) =>
        Assert.Equal(expected, ((OcclusionOptions)Apply(Occlusion.Description, "windows", text)).Windows.Name);

    [Theory]
    [InlineData("steps=100", "--set steps=100: is not a setting. Write METHOD.OPTION=VALUE, e.g. integrated-gradients.steps=100.")]
    [InlineData("integrated-gradients.steps", "--set integrated-gradients.steps: is not a setting.")]
    [InlineData("lime.steps=1", "--set lime.steps=1: 'lime' is not an explanation method. Use one of class-model, deeplift,")]
    [InlineData("deeplift.steps=1", "--set deeplift.steps=1: deeplift has no option 'steps'. It has baseline=zero, max-pooling=rescale.")]
    [InlineData("deeplift.score=probability", "It has baseline=zero, max-pooling=rescale. It explains the logit alone; integrated-gradients explains the probability too.")]
    [InlineData("temporal-output-score.score=logit", "temporal-output-score has no option 'score'. It has none.")]
    [InlineData("integrated-gradients.steps=0", "--set integrated-gradients.steps=0: Steps is 0 and must be at least 1.")]
    [InlineData("integrated-gradients.steps=many", "--set integrated-gradients.steps=many: the value must be a whole number.")]
    [InlineData("integrated-gradients.rule=simpson", "the value must be one of auto, gauss-legendre,")]
    [InlineData("integrated-gradients.rule=1", "the value must be one of auto, gauss-legendre,")]
    [InlineData("integrated-gradients.tolerance=NaN", "the value must be a number, or none.")]
    [InlineData("integrated-gradients.baseline=mean", "the value must be zero, a number, training-mean, training-mean-row, class-mean, row-mean, moving-average[:WIDTH], or RECORD:SAMPLE.")]
    [InlineData("integrated-gradients.baseline=moving-average:4", "width is 4 and must be odd")]
    [InlineData("integrated-gradients.score=none", "the value must be one of logit,")]
    [InlineData("expected-gradients.background=training:0", "the value must be zero, or training[:ROWS].")]
    [InlineData("feature-ablation.segments=at:P:5:2", "Segment 'P' holds steps 5 to 2 (excluded)")]
    [InlineData("occlusion.windows=10", "the value must be study-a:WIDTH, or captum:WIDTH[:STRIDE].")]
    [InlineData("class-model.fixed-channels=a", "the value must be whole numbers from 0, separated by commas, or none.")]
    [InlineData("grad-cam.positive-only=yes", "the value must be true or false.")]
    public void Settings_Impossible_SayWhatCanBeWritten(string text, string message)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => new EcgExplanationOptions { Settings = [text] });

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_SameOptionTwice_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new EcgExplanationOptions { Settings = ["deeplift.baseline=zero", "deeplift.baseline=1"] });

        Assert.Contains("deeplift.baseline is set twice. Set it once.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOf_SettingAndOptionOfTheRun_TheSettingWinsWhereTheOptionIsAsUsual()
    {
        EcgExplanationOptions options = new() { Settings = ["occlusion.windows=study-a:7", "learned-mask.iterations=3", "smoothgrad.seed=9"], Seed = 5 };

        Assert.Equal("study A, width 7", ((OcclusionOptions)EcgMethods.OptionsOf("occlusion", options)).Windows.Name);
        LearnedMaskOptions mask = (LearnedMaskOptions)EcgMethods.OptionsOf("learned-mask", options);
        Assert.Equal((3, 0.01, 5ul), (mask.Iterations, mask.Lambda1, mask.Seed));
        Assert.Equal(9ul, ((SmoothGradOptions)EcgMethods.OptionsOf("smoothgrad", options)).Seed);
    }

    [Fact]
    public void OptionsOf_SettingAndOptionOfTheRunDiffer_AreRefused()
    {
        EcgExplanationOptions window = new() { OcclusionWindow = 10, Settings = ["occlusion.windows=study-a:7"] };
        EcgExplanationOptions choice = new() { Lambda1 = null, Settings = ["learned-mask.lambda1=1"] };

        Assert.Contains(
            "--set occlusion.windows=study-a:7: occlusion.windows is also given by another option, as study-a:10. Give one of the two.",
            Assert.Throws<ArgumentException>(() => EcgMethods.OptionsOf("occlusion", window)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "learned-mask.lambda1 is also given by another option, as auto.", Assert.Throws<ArgumentException>(() => EcgMethods.OptionsOf("learned-mask", choice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsOf_TrainingBeatsNotAtHand_SaysWhatNeedsThem()
    {
        RunException error = Assert.Throws<RunException>(() => EcgMethods.OptionsOf("expected-gradients", new()));

        Assert.Equal(
            "expected-gradients.background=training:100 needs the training beats, which are not at hand here. Explain the run with another value of expected-gradients.background, or leave expected-gradients out.", error.Message);
    }

    private static object Apply(MethodDescription method, string option, string value) => MethodSettings.Apply(method, [new(method.Name, option, value)], () => Training, seed: 1);

    private static PropertyInfo PropertyOf(MethodDescription method, string option) =>
        method.DefaultOptions.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Single(property => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name) == option);

    private static string AnotherValue(PropertyInfo property, object defaults) =>
        property.PropertyType == typeof(Baseline) ? "0.25"
        : property.PropertyType == typeof(BackgroundRows) ? "training:2"
        : property.PropertyType == typeof(Segmentation) ? "equal:5"
        : property.PropertyType == typeof(OcclusionWindows) ? "captum:3"
        : property.PropertyType == typeof(string) ? "conv1"
        : property.PropertyType == typeof(bool) ? $"{!(bool)property.GetValue(defaults)!}"
        : property.PropertyType.IsEnum ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(Enum.GetNames(property.PropertyType)[^1])
        : property.PropertyType == typeof(IReadOnlyList<int>) ? "0,2"
        : "7";

    // Records of data hold arrays: their texts as JSON tell whether they are the same.
    private static string Text(object? value) =>
        System.Text.Json.JsonSerializer.Serialize(value, value?.GetType() is { IsNestedPrivate: true } kind ? kind.BaseType! : value?.GetType() ?? typeof(object));
}
