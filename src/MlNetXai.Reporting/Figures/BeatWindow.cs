using MlNetXai.Reporting.Drawing;

namespace MlNetXai.Reporting.Figures;

/// <summary>Time axis of single beats: steps around the R peak.</summary>
public sealed record BeatWindow
{
    /// <summary>Steps per second, above 0. Default 360.</summary>
    public double SamplingRateHz { get; init => field = Require.Above(value, 0); } = 360;

    /// <summary>Steps before R, at least 0; the step with this index is R itself. Default 72 (200 ms).</summary>
    public int Before { get; init => field = Require.AtLeast(value, 0); } = 72;

    /// <summary>Steps in the beat, at least 1. Default 216.</summary>
    public int Steps { get; init => field = Require.AtLeast(value, 1); } = 216;

    internal IReadOnlyList<double> Times => [.. Enumerable.Range(0, Steps).Select(step => Milliseconds(step))];

    internal Axis TimeAxis => new(Milliseconds(0), Milliseconds(Math.Max(1, Steps - 1)), "time from R (ms)", 6);

    /// <summary>Time of a step in ms relative to R.</summary>
    public double Milliseconds(double step) => (step - Before) / SamplingRateHz * 1000;
}
