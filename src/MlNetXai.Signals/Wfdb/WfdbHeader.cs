namespace MlNetXai.Signals.Wfdb;

/// <summary>One segment of a multi-segment record.</summary>
/// <param name="Name">Record name of the segment; "~" is a gap.</param>
/// <param name="FrameCount">Frames it lasts; 0 only for the layout header.</param>
public readonly record struct WfdbSegment(string Name, long FrameCount)
{
    /// <summary>Whether the segment is a gap: all samples invalid, no files.</summary>
    public bool IsGap => Name == "~";
}

/// <summary>A WFDB header: one record's rate, length, signals and comments (header(5), WFDB library 10.7.0).</summary>
public sealed record WfdbHeader
{
    /// <summary>The record's name.</summary>
    public required string Name { get; init; }

    /// <summary>The header file as given by the caller.</summary>
    public required string HeaderPath { get; init; }

    /// <summary>Number of signals that the record line announces, at least 0.</summary>
    public int SignalCount { get; init; }

    /// <summary>Signal lines; empty in the header of a multi-segment record.</summary>
    public IReadOnlyList<WfdbSignal> Signals { get; init; } = [];

    /// <summary>Segment lines; empty in an ordinary record.</summary>
    public IReadOnlyList<WfdbSegment> Segments { get; init; } = [];

    /// <summary>Frames per second, above 0. Default 250.</summary>
    public double SamplingRateHz { get; init; } = 250;

    /// <summary>Counter ticks per second; the sampling rate unless given.</summary>
    public double CounterRateHz { get; init; } = 250;

    /// <summary>Counter value of sample 0.</summary>
    public double BaseCounter { get; init; }

    /// <summary>Frames of the record, or null where the header does not say.</summary>
    public long? FrameCount { get; init; }

    /// <summary>What follows the number of samples on the record line, as written: start time and date; empty without.</summary>
    public string StartText { get; init; } = "";

    /// <summary>Time of day of sample 0, or null where absent or not understood.</summary>
    public TimeSpan? BaseTime { get; init; }

    /// <summary>Day of sample 0, or null where absent or not understood.</summary>
    public DateOnly? BaseDate { get; init; }

    /// <summary>Info strings: comment lines after the last signal line, without leading "#" and outer blanks.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>Whether the record is made of segments.</summary>
    public bool IsMultiSegment => Segments.Count > 0;

    /// <summary>Whether segments may differ in their signals: the first segment is a layout of length 0.</summary>
    public bool IsVariableLayout => Segments.Count > 0 && Segments[0].FrameCount == 0 && !Segments[0].IsGap;

    /// <summary>Reads a header.</summary>
    /// <param name="path">The file, with or without ".hea".</param>
    /// <exception cref="WfdbException">It is absent or not a header.</exception>
    public static WfdbHeader Parse(string path)
    {
        string file = WfdbFiles.HeaderPath(path);
        return Parse(WfdbFiles.ReadText(file, WfdbFiles.Open), file);
    }

    /// <summary>Reads a header's text.</summary>
    /// <param name="text">Lines ended by LF or CR LF.</param>
    /// <param name="headerPath">The file it came from: must be named like the record, and stands in messages.</param>
    /// <exception cref="WfdbException">It is not a header.</exception>
    public static WfdbHeader Parse(string text, string headerPath) => new HeaderParser(text, headerPath).Parse();
}
