using MlNetXai.Reporting.Drawing;
using Xunit;

namespace MlNetXai.Reporting.Tests.Drawing;

public class ThemeTests
{
    // WCAG 2.2: 4.5 for text (1.4.3), 3 for graphical objects (1.4.11).
    private const double TextContrast = 4.5;
    private const double GraphicContrast = 3;

    public static TheoryData<string> Themes => ["light", "dark"];

    [Fact]
    public void Contrast_BlackOnWhite_Is21()
    {
        Assert.Equal(21, Rgb.Contrast(new(0, 0, 0), new(255, 255, 255)), 9);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_OnEveryGround_IsReadable(string name)
    {
        Theme theme = Of(name);

        foreach (Rgb ground in new[] { theme.Surface, theme.Raised })
            Assert.All([theme.Ink, theme.Muted, theme.Link, theme.Warning], text => Assert.True(Rgb.Contrast(text, ground) >= TextContrast, $"{text} on {ground}"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Series_OnSurface_IsVisible(string name)
    {
        Theme theme = Of(name);

        Assert.All(theme.Series.Append(theme.Axis), color => Assert.True(Rgb.Contrast(color, theme.Surface) >= GraphicContrast, $"{color}"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Map_TextOnEveryStep_IsReadable(string name)
    {
        Theme theme = Of(name);

        Assert.All(Enumerable.Range(0, Theme.MapSteps), step => Assert.True(Rgb.Contrast(theme.TextOn(step), theme.Map[step]) >= TextContrast, $"step {step}"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Map_StepByStep_MovesAwayFromSurfaceInLuminance(string name)
    {
        Theme theme = Of(name);

        double[] contrasts = [.. theme.Map.Select(color => Rgb.Contrast(color, theme.Surface))];

        Assert.All(contrasts.Zip(contrasts.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.True(contrasts[0] > 1.3, "the least salient part of a beat must still be seen");
        Assert.True(contrasts[^1] > 10);
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(0, 0)]
    [InlineData(0.5, 16)]
    [InlineData(1, 31)]
    [InlineData(7, 31)]
    public void MapStep_AnyValue_IsCutOffTo0To1(double value, int step)
    {
        Assert.Equal(step, Theme.MapStep(value));
    }

    private static Theme Of(string name) => name == "dark" ? Theme.Dark : Theme.Light;
}
