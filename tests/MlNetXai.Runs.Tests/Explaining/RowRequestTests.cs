using MlNetXai.Runs.Explaining;
using Xunit;

namespace MlNetXai.Runs.Tests.Explaining;

public class RowRequestTests
{
    [Fact]
    public void Parse_Number_IsACount() => Assert.Equal(1000, RowRequest.Parse("1000").Count);

    [Fact]
    public void Parse_All_HasNeitherCountNorKeys()
    {
        RowRequest request = RowRequest.Parse("all");

        Assert.Null(request.Count);
        Assert.Null(request.Keys);
    }

    [Fact]
    public void Parse_List_NamesEveryBeat() =>
        Assert.Equal([new RowKey("100", 20013), new RowKey("a:b", 7)], RowRequest.Parse("100:20013,a:b:7").Keys!);

    [Theory]
    [InlineData("1000"), InlineData("all"), InlineData("100:20013,101:7")]
    public void ToString_AfterParse_IsTheText(string text) => Assert.Equal(text, RowRequest.Parse(text).ToString());

    [Theory]
    [InlineData("0"), InlineData("-5"), InlineData(""), InlineData("100" + ":"), InlineData("100:x"), InlineData(":5"), InlineData("some")]
    public void Parse_Neither_SaysWhatWorks(string text)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => RowRequest.Parse(text));

        Assert.Contains("write a number above 0 (1000), 'all', or records and samples (100:20013,101:7777)", error.Message, StringComparison.Ordinal);
    }
}
