namespace MlNetXai.Signals.Wfdb;

/// <summary>An ordinary record, or one segment of a longer one: its signal files, and what is known of their checksums.</summary>
internal sealed class RecordSegment
{
    private readonly Func<string, Stream> _open;
    private readonly ChecksumPolicy _policy;
    private readonly List<string> _warnings;
    private readonly SignalFile[] _files;
    private readonly bool[] _checked;
    private readonly bool?[] _checksumOk;

    /// <exception cref="WfdbException">A signal file is absent or truncated, or its format is not supported.</exception>
    public RecordSegment(WfdbHeader header, ChecksumPolicy policy, Func<string, Stream> open, List<string> warnings)
    {
        (Header, _policy, _open, _warnings) = (header, policy, open, warnings);
        _files = SignalFile.Split(header);
        _checked = new bool[_files.Length];
        _checksumOk = new bool?[header.Signals.Count];
        SignalFile[] stored = [.. _files.Where(file => !file.IsNull)];
        FrameCount = header.FrameCount ?? (stored.Length == 0 ? 0 : stored.Min(file => file.StoredFrames(open)));
        foreach (SignalFile file in stored)
            file.RequireFrames(FrameCount, open);
    }

    public WfdbHeader Header { get; }

    public long FrameCount { get; }

    /// <summary>Whether a file holds the signal.</summary>
    public bool IsStored(int signal) => Header.Signals[signal].Format != 0;

    /// <summary>Samples of one signal from frame <paramref name="from"/> on, moved by its skew.</summary>
    /// <param name="signal">Number in the header.</param>
    /// <param name="from">First frame.</param>
    /// <param name="destination"><c>[frame, sample of the signal]</c>.</param>
    /// <exception cref="WfdbException">The file cannot be read; or a checksum or initial value in it is wrong, where that is an error.</exception>
    public void Read(int signal, long from, Span<int> destination)
    {
        destination.Fill(WfdbRecord.InvalidSample);
        if (!IsStored(signal))
            return;

        DigitalCopy copy = new() { Slice = SliceOf(signal, from), Destination = destination };
        Read(FileOf(signal), ref copy);
    }

    /// <inheritdoc cref="Read(int, long, Span{int})"/>
    public void Read(int signal, long from, Span<double> destination)
    {
        // The copy fills all but the skew's tail.
        if (!IsStored(signal) || Header.Signals[signal].Skew > 0)
            destination.Fill(double.NaN);
        if (!IsStored(signal))
            return;

        PhysicalCopy copy = new() { Slice = SliceOf(signal, from), Destination = destination };
        Read(FileOf(signal), ref copy);
    }

    /// <summary>Whether each signal's checksum holds; null where the header has none. Reads the files not read yet.</summary>
    /// <exception cref="WfdbException">As for reading.</exception>
    public IReadOnlyList<bool?> Check()
    {
        Nothing nothing = default;
        for (int f = 0; f < _files.Length; f++)
        {
            if (!_files[f].IsNull && !_checked[f])
                Read(f, ref nothing);
        }

        return _checksumOk;
    }

    private int FileOf(int signal) => Array.FindIndex(_files, file => signal < file.FirstSignal + file.SignalCount);

    private SignalSlice SliceOf(int signal, long from)
    {
        SignalFile file = _files[FileOf(signal)];
        return new(Header.Signals[signal], file.OffsetOf(signal - file.FirstSignal), file.FrameLength, from);
    }

    private void Read<TConsumer>(int f, ref TConsumer consumer)
        where TConsumer : IFrameConsumer, allows ref struct
    {
        SignalFile file = _files[f];
        (short Checksum, int First)[] found = file.Read(FrameCount, _open, ref consumer);
        if (_checked[f])
            return;

        for (int i = 0; i < found.Length && Header.FrameCount is not null; i++)
            Compare(file, file.FirstSignal + i, found[i].Checksum, found[i].First);
        _checked[f] = true;
    }

    private void Compare(SignalFile file, int signal, short checksum, int first)
    {
        WfdbSignal expected = Header.Signals[signal];
        if (expected.Checksum is { } sum)
        {
            _checksumOk[signal] = sum == checksum;
            if (sum != checksum)
                Report(file, signal, $"the checksum is {checksum} and the header says {sum}");
        }

        if (file.Format != 8 && expected.InitialValue is { } initial && initial != first)
            Report(file, signal, $"the first sample is {first} and the header says {initial}");
    }

    private void Report(SignalFile file, int signal, string problem)
    {
        string message = $"{file.FilePath}, signal {signal} ({Header.Signals[signal].Lead}): {problem}. The file or its header is damaged or was changed; fetch both again.";
        if (_policy == ChecksumPolicy.Error)
            throw new WfdbException(message, file.FilePath, $"signal {signal}");
        if (_policy == ChecksumPolicy.Warn)
            _warnings.Add(message);
    }

    private ref struct DigitalCopy : IFrameConsumer
    {
        public SignalSlice Slice;
        public Span<int> Destination;

        public readonly void Consume(ReadOnlySpan<int> samples, long firstFrame) => Slice.Copy(samples, firstFrame, Destination);
    }

    private ref struct PhysicalCopy : IFrameConsumer
    {
        public SignalSlice Slice;
        public Span<double> Destination;

        public readonly void Consume(ReadOnlySpan<int> samples, long firstFrame) => Slice.Copy(samples, firstFrame, Destination);
    }

    private struct Nothing : IFrameConsumer
    {
        public readonly void Consume(ReadOnlySpan<int> samples, long firstFrame)
        {
            // Only the sums are wanted.
        }
    }
}
