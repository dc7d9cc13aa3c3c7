using FsCheck;
using MlNetXai.Reporting.Drawing;
using Xunit;

namespace MlNetXai.Reporting.Tests.Drawing;

public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, 0.2)]
    [InlineData(0, 1, 10, 0.1)]
    [InlineData(-200, 397.2, 6, 100)]
    [InlineData(-0.5, 1.5, 5, 0.5)]
    [InlineData(0, 7e-9, 5, 2e-9)]
    public void Between_KnownRange_HasRoundStep(double low, double high, int intervals, double step)
    {
        Assert.Equal(step, Ticks.Between(low, high, intervals).Step, 12);
    }

    [Fact]
    public void Between_AnyRange_GivesFewRoundTicksInsideIt() =>
        Prop.ForAll<NormalFloat, PositiveInt, byte>((start, width, wanted) =>
        {
            int intervals = 2 + (wanted % 10);
            double low = Math.Clamp(start.Get, -1e6, 1e6), high = low + (width.Get * 1e-3);

            Ticks ticks = Ticks.Between(low, high, intervals);

            double slack = 1e-6 * ticks.Step;
            double leading = ticks.Step / Math.Pow(10, Math.Floor(Math.Log10(ticks.Step) + 1e-9));
            return ticks.Values.Count <= intervals + 1
                && ticks.Values.All(tick => tick >= low - slack && tick <= high + slack)
                && ticks.Values.Zip(ticks.Values.Skip(1), (a, b) => Math.Abs(b - a - ticks.Step)).All(error => error <= slack)
                && new[] { 1.0, 2, 5 }.Any(round => Math.Abs(leading - round) < 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Label_AnyRange_TellsAllTicksApart() =>
        Prop.ForAll<int, PositiveInt>((start, width) =>
        {
            double low = start * 0.01;
            Ticks ticks = Ticks.Between(low, low + (width.Get * 0.01), 6);

            return ticks.Values.Select(ticks.Label).Distinct().Count() == ticks.Values.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Label_NegativeTick_HasTrueMinusAndStepsDigits()
    {
        Ticks ticks = Ticks.Between(-0.5, 0.5, 5);

        Assert.Equal(["−0.4", "−0.2", "0.0", "0.2", "0.4"], ticks.Values.Select(ticks.Label));
    }

    [Fact]
    public void Widen_AnyRange_HoldsItAndIsRound() =>
        Prop.ForAll<int, NonNegativeInt>((start, width) =>
        {
            double low = start * 0.03, high = low + (width.Get * 0.03);

            (double wideLow, double wideHigh, double step) = Ticks.Widen(low, high, 5);

            double intervals = Math.Round((wideHigh - wideLow) / step);
            return wideLow <= low + 1e-6 && wideHigh >= high - 1e-6 && wideHigh > wideLow
                && Ticks.Between(wideLow, wideHigh, (int)intervals).Values.Count == intervals + 1;
        }).QuickCheckThrowOnFailure();
}
