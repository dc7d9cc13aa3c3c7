using MlNetXai.Networks.Training;
using MlNetXai.Runs.Training;
using Xunit;

namespace MlNetXai.Runs.Tests.Training;

public class SettingTextTests
{
    public static TheoryData<string, OptimiserOptions> Optimisers => new()
    {
        { "adam", new AdamOptions() },
        { "adam,epsilon=1E-07", new AdamOptions { Epsilon = 1e-7 } },
        { "adamw,beta1=0.8,beta2=0.99", new AdamWOptions { Beta1 = 0.8, Beta2 = 0.99 } },
        { "sgd", new SgdOptions() },
        { "sgd,momentum=0.9,nesterov=true", new SgdOptions { Momentum = 0.9, Nesterov = true } },
    };

    public static TheoryData<string, LearningRateSchedule> Schedules => new()
    {
        { "constant", new ConstantSchedule() },
        { "step,every=3,factor=0.5", new StepSchedule { Every = 3, Factor = 0.5 } },
        { "cosine", new CosineSchedule() },
        { "cosine,epochs=40,floor=1E-05", new CosineSchedule { Epochs = 40, Floor = 1e-5 } },
        { "plateau,patience=7,floor=1E-05", new PlateauSchedule { Patience = 7, Floor = 1e-5 } },
    };

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void Parse_Optimiser_IsTheReverseOfFormat(string text, OptimiserOptions options)
    {
        Assert.Equal(text, SettingText.Format(options));
        Assert.Equal(options, SettingText.Parse<OptimiserOptions>(text, "--optimizer"));
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Parse_Schedule_IsTheReverseOfFormat(string text, LearningRateSchedule schedule)
    {
        Assert.Equal(text, SettingText.Format(schedule));
        Assert.Equal(schedule, SettingText.Parse<LearningRateSchedule>(text, "--schedule"));
    }

    [Fact]
    public void Parse_EarlyStopping_BeginsWithThePatience()
    {
        Assert.Equal(new EarlyStopping { Patience = 9 }, SettingText.Parse<EarlyStopping>("9", "--early-stop"));
        Assert.Equal(new EarlyStopping { Patience = 9, MinDelta = 1e-5 }, SettingText.Parse<EarlyStopping>("9, min-delta=1e-5", "--early-stop"));
        Assert.Equal("10", SettingText.Format(new EarlyStopping()));
        Assert.Equal("9,min-delta=1E-05", SettingText.Format(new EarlyStopping { Patience = 9, MinDelta = 1e-5 }));
    }

    [Theory]
    [InlineData("lion")]
    [InlineData("")]
    [InlineData("0.9")]
    [InlineData("sgd,momentum")]
    [InlineData("sgd,momentum=fast")]
    [InlineData("sgd,momentum=0.9,momentum=0.8")]
    [InlineData("sgd,kind=adam")]
    [InlineData("sgd,beta1=0.9")]
    [InlineData("sgd,=0.9")]
    [InlineData("adam,beta1=NaN")]
    public void Parse_Unreadable_SaysWhatCanBeWritten(string text) => Assert.Equal(
        $"--optimizer is '{text}'; write one of these, with what differs from its defaults: adam,beta1=0.9,beta2=0.999,epsilon=1E-08; adamw,beta1=0.9,beta2=0.999,epsilon=1E-08; sgd,momentum=0,nesterov=false.",
        Assert.Throws<ArgumentException>(() => SettingText.Parse<OptimiserOptions>(text, "--optimizer")).Message);

    [Fact]
    public void Parse_ValueOutOfRange_SaysTheRange() => Assert.StartsWith(
        "--schedule is 'step,every=0': Every is 0 and must be at least 1.",
        Assert.Throws<ArgumentException>(() => SettingText.Parse<LearningRateSchedule>("step,every=0", "--schedule")).Message,
        StringComparison.Ordinal);
}
