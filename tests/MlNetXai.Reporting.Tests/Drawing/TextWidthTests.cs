using MlNetXai.Reporting.Drawing;
using Xunit;

namespace MlNetXai.Reporting.Tests.Drawing;

public class TextWidthTests
{
    [Fact]
    public void Of_KnownText_IsSumOfAdvances()
    {
        // DejaVu Sans: m 0.97, V 0.68 of the size.
        Assert.Equal(16.5, TextWidth.Of("mV", 10), 9);
    }

    [Fact]
    public void Of_PowerOfTen_HasNarrowSuperscripts()
    {
        // DejaVu Sans: × 0.84, digits 0.64, superscript minus 0.53, superscript digits 0.40 of the size.
        Assert.Equal(34.5, TextWidth.Of("×10⁻¹²", 10), 9);
        Assert.Equal(TextWidth.Of("⁰⁰⁰⁰⁰⁰⁰⁰⁰⁰", 10), TextWidth.Of("⁰¹²³⁴⁵⁶⁷⁸⁹", 10));
    }

    [Fact]
    public void Fit_TextTooWide_IsCutWithEllipsis()
    {
        string fitted = TextWidth.Fit("a very long name of a record", 12, 80);

        Assert.EndsWith("…", fitted);
        Assert.True(TextWidth.Of(fitted, 12) <= 80);
    }

    [Fact]
    public void Fit_CutInsideSurrogatePair_LeavesWholeCharacters()
    {
        string fitted = TextWidth.Fit("🫀🫀🫀🫀", 10, 35);

        Assert.DoesNotContain(fitted.EnumerateRunes(), rune => rune.Value == 0xFFFD);
    }

    [Fact]
    public void Wrap_LongText_KeepsAllWordsInLinesThatFit()
    {
        const string Text = "Score reduction over the threshold with a title that needs more than one line";

        IReadOnlyList<string> lines = TextWidth.Wrap(Text, 12, 200);

        Assert.Equal(Text, string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(TextWidth.Of(line, 12) <= 200));
    }

    [Fact]
    public void Wrap_EmptyText_IsOneEmptyLine()
    {
        Assert.Equal([""], TextWidth.Wrap("", 12, 100));
    }
}
