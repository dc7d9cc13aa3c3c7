using Xunit;

namespace MlNetXai;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("layer 'conv1' of µV", "layer 'conv1' of µV")]
    [InlineData("red\u001b[31m\nnext", "red\\u001b[31m\\u000anext")]
    public void Escape_ControlCharacters_StandAsTheirCodes(string text, string expected)
    {
        Assert.Equal(expected, PrintableText.Escape(text));
        Assert.Equal(expected, new MlNetXaiException(text).Message);
    }
}
