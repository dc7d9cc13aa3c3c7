namespace MlNetXai.Networks;

/// <summary>Steps that lie side by side.</summary>
/// <param name="Start">First step.</param>
/// <param name="End">Step behind the last; equal to <paramref name="Start"/> for none.</param>
public readonly record struct StepRange(int Start, int End)
{
    /// <summary>The smallest range that holds all that have steps.</summary>
    internal static StepRange Over(IEnumerable<StepRange> ranges)
    {
        StepRange? all = null;
        foreach (StepRange range in ranges.Where(range => range.End > range.Start))
            all = all is { } before ? new(Math.Min(before.Start, range.Start), Math.Max(before.End, range.End)) : range;
        return all ?? default;
    }
}
