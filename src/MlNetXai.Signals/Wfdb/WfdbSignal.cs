namespace MlNetXai.Signals.Wfdb;

/// <summary>One signal line of a header (header(5), WFDB library 10.7.0).</summary>
public sealed record WfdbSignal
{
    /// <summary>The lead's name: the line's description, or "record R, signal N" without one.</summary>
    public required string Lead { get; init; }

    /// <summary>Whether the header gives the name; otherwise it is made of record and number.</summary>
    internal bool IsDescribed { get; init; }

    /// <summary>Signal file, relative to the header's folder; "~" for a null signal.</summary>
    public required string FileName { get; init; }

    /// <summary>Number of the storage format, e.g. 212.</summary>
    public required int Format { get; init; }

    /// <summary>Samples of this signal in one frame, at least 1.</summary>
    public int SamplesPerFrame { get; init; } = 1;

    /// <summary>Samples of this signal per second: the record's rate times <see cref="SamplesPerFrame"/>.</summary>
    public double SamplingRateHz { get; init; }

    /// <summary>Stored samples of this signal that precede time 0, at least 0.</summary>
    public int Skew { get; init; }

    /// <summary>Bytes before the first sample in the file.</summary>
    public long ByteOffset { get; init; }

    /// <summary>ADC units per physical unit, never 0.</summary>
    public double Gain { get; init; } = 200;

    /// <summary>Whether the header gives a gain; 200 is assumed if not.</summary>
    public bool IsCalibrated { get; init; }

    /// <summary>The sample that means 0 physical units.</summary>
    public int Baseline { get; init; }

    /// <summary>Physical unit as the header spells it, "mV" unless given.</summary>
    public string Units { get; init; } = "mV";

    /// <summary>Bits of the ADC.</summary>
    public int AdcResolution { get; init; } = 12;

    /// <summary>The sample in the middle of the ADC's range.</summary>
    public int AdcZero { get; init; }

    /// <summary>Sample 0 as the header states it, or null.</summary>
    public int? InitialValue { get; init; }

    /// <summary>Sum of all stored samples modulo 2¹⁶ as int16, as the header states it, or null.</summary>
    public short? Checksum { get; init; }

    /// <summary>Bytes per block of special files; has no meaning on disk.</summary>
    public int BlockSize { get; init; }

    /// <summary>(<paramref name="sample"/> − baseline) / gain, or NaN for <see cref="WfdbRecord.InvalidSample"/>.</summary>
    public double ToPhysical(int sample) => sample == WfdbRecord.InvalidSample ? double.NaN : ((double)sample - Baseline) / Gain;

    /// <summary>Frames by which the signal is moved: int(skew / samples per frame + 0.5).</summary>
    internal long SkewFrames => (long)(((double)Skew / SamplesPerFrame) + 0.5);
}
