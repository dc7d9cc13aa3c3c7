namespace MlNetXai.Signals.Wfdb;

/// <summary>A WFDB record: a header and its signal files, also of several segments (header(5) and signal(5), WFDB library 10.7.0).</summary>
/// <remarks>Each reading passes once over the signal's file and thereby checks every signal in that file. One thread at a time.</remarks>
public sealed class WfdbRecord
{
    /// <summary>Stands in digital samples for "no sample", whatever the format's own code is.</summary>
    public const int InvalidSample = int.MinValue;

    private readonly WfdbOptions _options;
    private readonly Func<string, Stream> _open;
    private readonly List<string> _warnings = [];
    private readonly Piece[] _pieces;
    private readonly Dictionary<string, OpenSegment> _segments = new(StringComparer.Ordinal);

    private WfdbRecord(WfdbHeader header, WfdbOptions options, Func<string, Stream> open)
    {
        (Header, _options, _open) = (header, options, open);
        if (header.IsMultiSegment)
        {
            _pieces = new Piece[header.Segments.Count];
            for (int i = 0; i < _pieces.Length; i++)
            {
                WfdbSegment segment = header.Segments[i];
                if (segment.FrameCount > long.MaxValue - FrameCount)
                    throw new WfdbException($"{HeaderPath}: the segments' lengths add up to more than 2⁶³ frames. Correct the segment lines.", HeaderPath);
                _pieces[i] = new(segment.Name, FrameCount, segment.FrameCount, segment.IsGap);
                FrameCount += segment.FrameCount;
            }

            if (header.FrameCount is { } announced && announced != FrameCount)
                _warnings.Add($"{HeaderPath}: the record line announces {announced} samples and the segments have {FrameCount}; the latter is used.");
            Signals = LayoutSignals();
            if (Signals.Count != header.SignalCount)
                _warnings.Add($"{HeaderPath}: the record line announces {header.SignalCount} signals and the layout has {Signals.Count}; the latter is used.");
        }
        else
        {
            RecordSegment only = new(header, options.Checksums, open, _warnings);
            FrameCount = only.FrameCount;
            Signals = header.Signals;
            _pieces = [new(header.Name, 0, FrameCount, IsGap: false)];
            _segments[header.Name] = new(only, [.. Enumerable.Range(0, Signals.Count)]);
        }
    }

    /// <summary>The record's name.</summary>
    public string Name => Header.Name;

    /// <summary>The header file.</summary>
    public string HeaderPath => Header.HeaderPath;

    /// <summary>What the header says.</summary>
    public WfdbHeader Header { get; }

    /// <summary>Frames of the record, from the header, its segments, or the files' sizes.</summary>
    public long FrameCount { get; }

    /// <summary>Frames per second.</summary>
    public double SamplingRateHz => Header.SamplingRateHz;

    /// <summary>The record's signals; of several segments: those of the layout, or of the first segment.</summary>
    public IReadOnlyList<WfdbSignal> Signals { get; }

    /// <summary>What was odd but could be read, so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Opens a record: reads its header, and sees that its signal files are there and long enough (segments: when they are read).</summary>
    /// <param name="path">The header, with or without ".hea".</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="WfdbException">Something is absent, damaged or not supported.</exception>
    public static WfdbRecord Open(string path, WfdbOptions? options = null) => Open(path, options, WfdbFiles.Open);

    /// <summary>Opens a record whose files come from <paramref name="open"/>, which throws <see cref="IOException"/> where there is none.</summary>
    internal static WfdbRecord Open(string path, WfdbOptions? options, Func<string, Stream> open)
    {
        string file = WfdbFiles.HeaderPath(path);
        return new(WfdbHeader.Parse(WfdbFiles.ReadText(file, open), file), options ?? new(), open);
    }

    /// <summary>Number of the signal with a lead name, compared without case.</summary>
    /// <exception cref="WfdbException">The record has no such lead; the message lists those it has.</exception>
    public int SignalOf(string lead) => FindSignal(lead) is { } signal
        ? signal
        : throw new WfdbException($"{HeaderPath}: there is no lead '{lead}'. The record has {string.Join(", ", Signals.Select(s => s.Lead))}; choose one of these.", HeaderPath);

    /// <summary>Number of the signal with a lead name, compared without case; null if there is none.</summary>
    public int? FindSignal(string lead)
    {
        for (int i = 0; i < Signals.Count; i++)
        {
            if (Signals[i].Lead.Equals(lead, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return null;
    }

    /// <summary>Samples of one signal: frames times its samples per frame.</summary>
    public long SampleCount(int signal) => FrameCount * Signals[RequireSignal(signal)].SamplesPerFrame;

    /// <summary>All samples of a signal as stored, deskewed, <see cref="InvalidSample"/> where there is none; of a segment: in the units of the record's first or layout signal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    /// <exception cref="WfdbException">It cannot be read, or a checksum or initial value in its file is wrong, where that is an error.</exception>
    public int[] ReadDigital(int signal) => ReadDigital(signal, 0, FrameCount);

    /// <summary>The samples of frames [from, to).</summary>
    /// <inheritdoc cref="ReadDigital(int)" path="/exception"/>
    public int[] ReadDigital(int signal, long from, long to)
    {
        int[] samples = new int[Prepare(signal, from, to)];
        Read(signal, from, to, samples);
        return samples;
    }

    /// <summary>All samples of a signal in its physical unit, deskewed, NaN where there is none.</summary>
    /// <inheritdoc cref="ReadDigital(int)" path="/exception"/>
    public double[] ReadPhysical(int signal) => ReadPhysical(signal, 0, FrameCount);

    /// <summary>The samples of frames [from, to) in the signal's physical unit.</summary>
    /// <inheritdoc cref="ReadDigital(int)" path="/exception"/>
    public double[] ReadPhysical(int signal, long from, long to)
    {
        double[] samples = new double[Prepare(signal, from, to)];
        Read(signal, from, to, samples);
        return samples;
    }

    /// <summary>All samples of a signal in its physical unit, into the caller's memory.</summary>
    /// <param name="signal">Number of the signal.</param>
    /// <param name="destination">As long as <see cref="SampleCount"/> says.</param>
    /// <exception cref="ShapeException"><paramref name="destination"/> has another length.</exception>
    /// <inheritdoc cref="ReadDigital(int)" path="/exception"/>
    public void ReadPhysical(int signal, Span<double> destination)
    {
        Require.Length(destination, Prepare(signal, 0, FrameCount));
        Read(signal, 0, FrameCount, destination);
    }

    /// <summary>Whether the checksums of all signals hold; null if the header has none (or no length to go by). Files read before are not read again.</summary>
    /// <exception cref="WfdbException">A file cannot be read, or a checksum or initial value is wrong, where that is an error.</exception>
    public bool? VerifyChecksums()
    {
        bool? all = null;
        foreach (Piece piece in _pieces)
        {
            if (piece.IsGap || piece.FrameCount == 0 || _options.Checksums == ChecksumPolicy.Ignore)
                continue;

            foreach (bool? one in Open(piece).Segment.Check())
                all = one is null ? all : (all ?? true) && one.Value;
        }

        return all;
    }

    private int RequireSignal(int signal) =>
        Require.Between(signal, 0, Signals.Count - 1);

    /// <summary>Number of samples to read, once it is sure that files hold them.</summary>
    private int Prepare(int signal, long from, long to)
    {
        RequireSignal(signal);
        Require.Between(from, 0, FrameCount);
        Require.Between(to, from, FrameCount);
        if (FrameCount == 0)
            throw new WfdbException($"{HeaderPath}: the record has no samples. Choose another record, or fetch it again.", HeaderPath);

        int perFrame = Signals[signal].SamplesPerFrame;
        Int128 unstored = 0;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Piece piece in Overlapping(from, to))
        {
            // A segment named again brings no data of its own either.
            OpenSegment? open = piece.IsGap ? null : Open(piece);
            if (open is null || open.Map[signal] < 0 || !open.Segment.IsStored(open.Map[signal]) || !seen.Add(piece.Name))
                unstored += (Int128)perFrame * (Math.Min(to, piece.End) - Math.Max(from, piece.FirstFrame));
        }

        if (unstored > _options.MaximumUnstoredSamples)
        {
            throw new WfdbException(
                $"{HeaderPath}, signal {signal}: {unstored} samples have no data, more than the {_options.MaximumUnstoredSamples} allowed. "
                + $"Read a shorter range, or raise {nameof(WfdbOptions.MaximumUnstoredSamples)}.", HeaderPath, $"signal {signal}");
        }

        Int128 count = (Int128)perFrame * (to - from);
        return count <= Array.MaxLength / sizeof(double)
            ? (int)count
            : throw new WfdbException($"{HeaderPath}, signal {signal}: {count} samples are more than one array holds. Read a shorter range.", HeaderPath, $"signal {signal}");
    }

    private void Read(int signal, long from, long to, Span<int> destination)
    {
        foreach (Piece piece in Overlapping(from, to))
        {
            Span<int> part = Part(piece, Signals[signal].SamplesPerFrame, from, to, destination, out long begin);
            if (piece.IsGap || Open(piece) is not { } open || open.Map[signal] < 0)
            {
                part.Fill(InvalidSample);
                continue;
            }

            open.Segment.Read(open.Map[signal], begin, part);
            Rescale(part, open.Segment.Header.Signals[open.Map[signal]], Signals[signal]);
        }
    }

    private void Read(int signal, long from, long to, Span<double> destination)
    {
        foreach (Piece piece in Overlapping(from, to))
        {
            Span<double> part = Part(piece, Signals[signal].SamplesPerFrame, from, to, destination, out long begin);
            if (piece.IsGap || Open(piece) is not { } open || open.Map[signal] < 0)
                part.Fill(double.NaN);
            else
                open.Segment.Read(open.Map[signal], begin, part);
        }
    }

    /// <summary>Where the samples of a piece go, and the first frame to read within it.</summary>
    private static Span<T> Part<T>(Piece piece, int perFrame, long from, long to, Span<T> destination, out long firstFrame)
    {
        long begin = Math.Max(from, piece.FirstFrame), end = Math.Min(to, piece.End);
        firstFrame = begin - piece.FirstFrame;
        return destination.Slice((int)((begin - from) * perFrame), (int)((end - begin) * perFrame));
    }

    private IEnumerable<Piece> Overlapping(long from, long to) => _pieces.Where(piece => piece.FirstFrame < to && piece.End > from);

    /// <summary>Integers of a segment in the gain and baseline of the record (as the C library does it).</summary>
    private static void Rescale(Span<int> samples, WfdbSignal from, WfdbSignal to)
    {
        if (from.Gain == to.Gain && from.Baseline == to.Baseline)
            return;

        double factor = to.Gain / from.Gain, offset = to.Baseline - (from.Baseline * factor) + 0.5;
        foreach (ref int sample in samples)
        {
            if (sample != InvalidSample)
                sample = (int)Math.Clamp(Math.Floor((sample * factor) + offset), int.MinValue + 1.0, int.MaxValue);
        }
    }

    private IReadOnlyList<WfdbSignal> LayoutSignals()
    {
        Piece? first = _pieces.FirstOrDefault(piece => !piece.IsGap);
        if (first is null)
            return [];
        return Header.IsVariableLayout ? SegmentHeader(first).Signals : OpenFiles(first).Header.Signals;
    }

    /// <summary>The segment of a piece that is no gap, opened when it is first wanted.</summary>
    private OpenSegment Open(Piece piece)
    {
        if (!_segments.TryGetValue(piece.Name, out OpenSegment? open))
        {
            RecordSegment segment = OpenFiles(piece);
            _segments[piece.Name] = open = new(segment, MapSignals(segment.Header));
        }

        if (open.Segment.FrameCount < piece.FrameCount)
            throw Error(open.Segment.Header, $"the segment has {open.Segment.FrameCount} frames, and {HeaderPath} announces {piece.FrameCount}", "Fetch both again");
        return open;
    }

    private RecordSegment OpenFiles(Piece piece)
    {
        RecordSegment segment = new(SegmentHeader(piece), _options.Checksums, _open, _warnings);
        if (segment.FrameCount > piece.FrameCount)
            _warnings.Add($"{segment.Header.HeaderPath}: the segment has {segment.FrameCount} frames, and {HeaderPath} announces {piece.FrameCount}; the rest is left out.");
        return segment;
    }

    private WfdbHeader SegmentHeader(Piece piece)
    {
        string path = WfdbFiles.HeaderPath(WfdbFiles.Beside(HeaderPath, piece.Name));
        WfdbHeader header = WfdbHeader.Parse(WfdbFiles.ReadText(path, _open, HeaderPath), path);
        if (header.IsMultiSegment)
            throw Error(header, "a segment must not have segments itself", "Name its own segments in the record");
        if (header.SamplingRateHz != SamplingRateHz)
            throw Error(header, $"the segment has {header.SamplingRateHz} Hz and its record {SamplingRateHz} Hz, but both must be equal", "Correct the headers");
        return header;
    }

    /// <summary>Per signal of the record: its number in the segment, or −1 where a variable layout leaves it out.</summary>
    private int[] MapSignals(WfdbHeader segment)
    {
        bool Differs(WfdbSignal one, WfdbSignal other) => one.IsDescribed && other.IsDescribed && one.Lead != other.Lead;
        if (!Header.IsVariableLayout && (segment.Signals.Count != Signals.Count || segment.Signals.Zip(Signals, Differs).Any(differs => differs)))
            throw Error(segment, $"the segment has other signals than {HeaderPath}'s first one, but a fixed layout has the same in all", "Add a layout segment, or correct the headers");

        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int i = 0; i < segment.Signals.Count; i++)
        {
            if (!numbers.TryAdd(segment.Signals[i].Lead, i) && Header.IsVariableLayout)
                throw Error(segment, $"two signals are described as {segment.Signals[i].Lead}, but a variable layout finds signals by their description", "Give each its own");
        }

        int[] map = new int[Signals.Count];
        for (int signal = 0; signal < map.Length; signal++)
        {
            WfdbSignal wanted = Signals[signal];
            map[signal] = Header.IsVariableLayout ? numbers.GetValueOrDefault(wanted.Lead, -1) : signal;
            if (map[signal] < 0)
                continue;

            WfdbSignal there = segment.Signals[map[signal]];
            if (!there.Units.Equals(wanted.Units, StringComparison.OrdinalIgnoreCase))
                throw Error(segment, $"lead {wanted.Lead} is in {there.Units}, and elsewhere in the record in {wanted.Units}", "Convert the segment");
            if (there.SamplesPerFrame != wanted.SamplesPerFrame)
                throw Error(segment, $"lead {wanted.Lead} has {there.SamplesPerFrame} samples per frame, and elsewhere in the record {wanted.SamplesPerFrame}", "Convert the segment");
        }

        return map;
    }

    private static WfdbException Error(WfdbHeader header, string problem, string remedy) => new($"{header.HeaderPath}: {problem}. {remedy}.", header.HeaderPath);

    /// <summary>A stretch of the record: a segment or a gap.</summary>
    private sealed record Piece(string Name, long FirstFrame, long FrameCount, bool IsGap)
    {
        public long End => FirstFrame + FrameCount;
    }

    /// <summary>A segment, and per signal of the record its number there, or −1.</summary>
    private sealed record OpenSegment(RecordSegment Segment, int[] Map);
}
