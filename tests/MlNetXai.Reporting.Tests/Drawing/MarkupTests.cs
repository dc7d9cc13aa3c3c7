using System.Xml.Linq;
using FsCheck;
using MlNetXai.Reporting.Drawing;
using Xunit;

namespace MlNetXai.Reporting.Tests.Drawing;

public class MarkupTests
{
    [Fact]
    public void Element_TextAndAttributeWithMarkup_AreEscaped()
    {
        string xml = new Markup().Element("p", "a < b & \"c\" > d", ("title", "\"<&>\"")).ToString();

        Assert.Equal("<p title=\"&quot;&lt;&amp;&gt;&quot;\">a &lt; b &amp; &quot;c&quot; &gt; d</p>", xml);
    }

    [Fact]
    public void Element_AnyText_IsWellFormed() =>
        Prop.ForAll<string>(text =>
        {
            XElement element = XElement.Parse(new Markup().Element("p", text ?? "", ("title", text)).ToString());
            return element.Name == "p";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Element_ControlCharacters_BecomeReplacementCharacter()
    {
        Assert.Equal("<p>a\uFFFDb</p>", new Markup().Element("p", "a\u0000b").ToString());
    }

    [Fact]
    public void Empty_AttributeWithoutValue_IsLeftOut()
    {
        Assert.Equal("<line x1=\"0\"/>", new Markup().Empty("line", ("x1", "0"), ("stroke-dasharray", null)).ToString());
    }

    [Theory]
    [InlineData(1.004, "1")]
    [InlineData(-0.126, "-0.13")]
    [InlineData(12345.678, "12345.68")]
    public void Number_Coordinate_HasTwoDigitsAtMost(double value, string expected)
    {
        Assert.Equal(expected, Markup.Number(value));
    }

    [Fact]
    public void Number_NaN_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Markup.Number(double.NaN));
    }
}
