namespace MlNetXai.Signals.Wfdb;

/// <summary>One signal to write.</summary>
public sealed record WfdbWriteSignal
{
    private readonly double[]? _physical;
    private readonly int[]? _digital;

    private WfdbWriteSignal(string lead, double[]? physical, int[]? digital) => (Lead, _physical, _digital) = (lead, physical, digital);

    /// <summary>The lead's name.</summary>
    public string Lead { get; }

    /// <summary>Physical unit, one word. Default "mV".</summary>
    public string Units { get; init; } = "mV";

    /// <summary>ADC units per physical unit, finite and above 0. Default 200.</summary>
    public double Gain { get; init => field = Require.Finite(Require.Above(value, 0)); } = 200;

    /// <summary>The sample that means 0 physical units. Default 0.</summary>
    public int Baseline { get; init; }

    /// <summary>The sample in the middle of the ADC's range. Default 0.</summary>
    public int AdcZero { get; init; }

    /// <summary>Bits of the ADC, or null for those of the format (16 or 12). Default null.</summary>
    public int? AdcResolution { get; init; }

    /// <summary>Number of samples.</summary>
    public int Length => _physical?.Length ?? _digital!.Length;

    /// <summary>A signal given in its physical unit; NaN is an invalid sample. It is stored as gain · value + baseline, rounded half away from zero.</summary>
    public static WfdbWriteSignal FromPhysical(string lead, double[] samples) => new(lead, samples, null);

    /// <summary>A signal given as stored; <see cref="WfdbRecord.InvalidSample"/> is an invalid sample.</summary>
    public static WfdbWriteSignal FromDigital(string lead, int[] samples) => new(lead, null, samples);

    /// <summary>The sample as a whole number, or NaN.</summary>
    internal double Sample(int index) =>
        _physical is null
            ? (_digital![index] == WfdbRecord.InvalidSample ? double.NaN : _digital[index])
            : Math.Round((_physical[index] * Gain) + Baseline, MidpointRounding.AwayFromZero);
}

/// <summary>A record to write.</summary>
public sealed record WfdbWriteRequest
{
    /// <summary>The record's name: letters, digits, "_" and "-".</summary>
    public required string Name { get; init; }

    /// <summary>Samples per second, finite and above 0.</summary>
    public required double SamplingRateHz { get; init => field = Require.Finite(Require.Above(value, 0)); }

    /// <summary>The signals, all of the same length, at least one sample; none at all is legal.</summary>
    public required IReadOnlyList<WfdbWriteSignal> Signals { get; init; }

    /// <summary>Storage format, 16 or 212. Default 212.</summary>
    public int Format
    {
        get;
        init => field = value is 16 or 212 ? value : throw new ArgumentOutOfRangeException(nameof(Format), value, $"Format is {value} and must be 16 or 212.");
    } = 212;

    /// <summary>Info strings. Default none.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Start time and date as the header's text, e.g. "10:20:30 25/04/1989". Default empty.</summary>
    public string StartText { get; init; } = "";

    /// <summary>Annotations, in any order, or null for no annotation file. Default null.</summary>
    public IReadOnlyList<Annotation>? Annotations { get; init; }

    /// <summary>Extension of the annotation file. Default "atr".</summary>
    public string Annotator { get; init; } = "atr";
}

/// <summary>What a written record consists of.</summary>
/// <param name="HeaderPath">The header.</param>
/// <param name="Files">All files, the header last.</param>
/// <param name="ClampedSamples">Per signal: samples outside the format's range, written as its nearest end.</param>
public sealed record WfdbWriteResult(string HeaderPath, IReadOnlyList<string> Files, IReadOnlyList<long> ClampedSamples);
