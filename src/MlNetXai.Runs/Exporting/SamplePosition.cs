using System.Globalization;

namespace MlNetXai.Runs.Exporting;

/// <summary>A place in a recording: a sample, or seconds from its start.</summary>
public readonly record struct SamplePosition
{
    private readonly long _sample;
    private readonly double? _seconds;

    private SamplePosition(long sample, double? seconds) => (_sample, _seconds) = (sample, seconds);

    /// <summary>Reads <c>360</c> (sample) or <c>1.5s</c> (seconds).</summary>
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static SamplePosition Parse(string text)
    {
        if (text.EndsWith('s')
            && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            return new(0, seconds);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long sample)
            ? new(sample, null)
            : throw new ArgumentException($"'{text}' is not a place in a recording; write a sample (360) or seconds (1.5s).");
    }

    /// <summary>The sample at a sampling rate; seconds are rounded to the nearest one.</summary>
    public long ToSample(double samplingRateHz) =>
        _seconds is { } seconds ? (long)Math.Min(Math.Round(seconds * samplingRateHz), long.MaxValue / 2) : _sample;
}
