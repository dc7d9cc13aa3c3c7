using MlNetXai.Explanations.Methods;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class QuadratureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1600)]
    public void Of_GaussLegendre_IsExactForPolynomialsOfItsDegree(int n)
    {
        Quadrature rule = Quadrature.Of(QuadratureRule.GaussLegendre, n);

        Assert.Equal(rule.Points.Order(), rule.Points);
        foreach (int power in new[] { 0, 1, n - 1, (2 * n) - 1 })
            Assert.Equal(1.0 / (power + 1), rule.Points.Sum(point => point.Weight * Math.Pow(point.Alpha, power)), 1e-12);
    }

    [Theory]
    [InlineData(QuadratureRule.Left, 0.0, 0.25, 0.5, 0.75)]
    [InlineData(QuadratureRule.Right, 0.25, 0.5, 0.75, 1.0)]
    [InlineData(QuadratureRule.Middle, 0.125, 0.375, 0.625, 0.875)]
    [InlineData(QuadratureRule.Trapezoid, 0.0, 1.0 / 3, 2.0 / 3, 1.0)]
    [InlineData(QuadratureRule.CaptumTrapezoid, 0.0, 1.0 / 3, 2.0 / 3, 1.0)]
    public void Of_OtherRules_LieWhereTheyShould(QuadratureRule rule, params double[] alphas)
    {
        Assert.Equal(alphas, Quadrature.Of(rule, 4).Points.Select(point => point.Alpha));
        Assert.Equal(rule == QuadratureRule.CaptumTrapezoid ? 0.75 : 1, Quadrature.Of(rule, 4).Points.Sum(point => point.Weight), 1e-15);
    }

    [Theory]
    [InlineData(QuadratureRule.GaussLegendre)]
    [InlineData(QuadratureRule.Left)]
    [InlineData(QuadratureRule.Right)]
    [InlineData(QuadratureRule.Middle)]
    [InlineData(QuadratureRule.Trapezoid)]
    [InlineData(QuadratureRule.CaptumTrapezoid)]
    public void After_AnyRule_WithWhatItKeepsIsTheWholeFinerRule(QuadratureRule rule)
    {
        Quadrature coarse = Quadrature.Of(rule, 5), finer = Quadrature.After(rule, 5), whole = Quadrature.Of(rule, finer.Steps);

        double Sum(Quadrature quadrature) => quadrature.Points.Sum(point => point.Weight * Math.Exp(point.Alpha));
        Assert.Equal(Sum(whole), (finer.Kept * Sum(coarse)) + Sum(finer), 1e-14);
        Assert.True(finer.Kept == 0 || finer.Points.Count < whole.Points.Count);
    }

    [Fact]
    public void Of_TrapezoidOfOnePoint_IsRefused()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Quadrature.Of(QuadratureRule.Trapezoid, 1));

        Assert.StartsWith("Steps is 1, but a trapezoid has a point at each end: it needs at least 2. Take more steps, or another rule.", error.Message);
    }
}
