using Xunit;

namespace MlNetXai;

public sealed class RequireTests
{
    private sealed record Options
    {
        public int Epochs { get; init => field = Require.AtLeast(value, 1); } = 100;
    }

    [Fact]
    public void AtLeast_InOption_NamesTheOption()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new Options { Epochs = 0 });

        Assert.Equal("Epochs", error.ParamName);
        Assert.Contains("Epochs is 0 and must be at least 1.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AtLeast_WithExpression_ValidatesAgain() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Options() with { Epochs = -1 });

    [Fact]
    public void Checks_ValueAllowed_ReturnIt()
    {
        Assert.Equal(1, Require.AtLeast(1, 1));
        Assert.Equal(0.1, Require.Above(0.1, 0.0));
        Assert.Equal(1.0, Require.Between(1.0, 0.0, 1.0));
        Assert.Equal(-2f, Require.Finite(-2f));
    }

    [Fact]
    public void Checks_NaN_AlwaysThrow()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.AtLeast(double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.Above(double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.Between(double.NaN, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Require.Finite(double.NaN));
    }

    [Fact]
    public void Above_Bound_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Require.Above(0.0, 0.0));

    [Fact]
    public void Length_OtherNumber_NamesArgumentAndBoth()
    {
        int[] targets = [1];

        ShapeException error = Assert.Throws<ShapeException>(() => Require.Length<int>(targets, 2));

        Assert.Equal("targets has 1 values, not 2.", error.Message);
    }
}
