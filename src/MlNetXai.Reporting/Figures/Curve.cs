namespace MlNetXai.Reporting.Figures;

/// <summary>A named curve with interval, drawn alike wherever the same name stands in one figure.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">One per x; NaN leaves a gap.</param>
/// <param name="IsBaseline">Drawn grey and dashed: a comparison, not a result.</param>
public sealed record Curve(string Name, IReadOnlyList<Estimate> Values, bool IsBaseline = false);
