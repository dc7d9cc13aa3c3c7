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

        Assert.All([.. theme.Map, .. theme.NegativeMap], color => Assert.True(Rgb.Contrast(Theme.TextOn(color), color) >= TextContrast, $"{color}"));
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Map_StepByStep_MovesAwayFromSurfaceInLuminance(string name)
    {
        Theme theme = Of(name);

        Assert.All([theme.Map, theme.NegativeMap], map =>
        {
            double[] contrasts = [.. map.Select(color => Rgb.Contrast(color, theme.Surface))];
            Assert.All(contrasts.Zip(contrasts.Skip(1)), pair => Assert.True(pair.Second > pair.First));
            Assert.True(contrasts[0] > 1.3, "the least salient part of a beat must still be seen");
            Assert.True(contrasts[^1] > 10);
        });
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void NegativeMap_BeginsAtTheColourOf0_AndEndsInAnotherHue(string name)
    {
        Theme theme = Of(name);

        Assert.Equal(theme.Map[0], theme.NegativeMap[0]);
        Assert.True(Distance(theme.Map[^1], theme.NegativeMap[^1]) > 100);
        Assert.True(Distance(theme.Map[14], theme.NegativeMap[14]) > 40, "−0.44 must not look like 0.44");

        static double Distance(Rgb one, Rgb other) => Math.Sqrt(Math.Pow(one.R - other.R, 2) + Math.Pow(one.G - other.G, 2) + Math.Pow(one.B - other.B, 2));
    }

    [Theory]
    [InlineData(-3, "n31")]
    [InlineData(-0.44, "n14")]
    [InlineData(-0.04, "n1")]
    [InlineData(0, "m0")]
    [InlineData(0.44, "m14")]
    public void MapName_AnyValue_TellsSignAndMagnitude(double value, string expected)
    {
        Assert.Equal(expected, Theme.MapName(value));
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
