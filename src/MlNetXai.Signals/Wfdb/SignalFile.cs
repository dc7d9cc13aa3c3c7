using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace MlNetXai.Signals.Wfdb;

/// <summary>Takes what it wants from a file's samples while they pass.</summary>
internal interface IFrameConsumer
{
    /// <param name="samples">Stored samples <c>[frame, sample of the frame]</c>.</param>
    /// <param name="firstFrame">Number of the first of these frames.</param>
    void Consume(ReadOnlySpan<int> samples, long firstFrame);
}

/// <summary>One signal file of a record: the signals of consecutive header lines that name it.</summary>
/// <remarks>A file holds frames in time order; in a frame, the signals in header order, each with its samples per frame.</remarks>
internal sealed class SignalFile
{
    /// <summary>Samples decoded at a time: they and their bytes stay in the second-level cache.</summary>
    private const int ChunkSamples = 32_768;

    /// <summary>Most samples in a frame; no recorder comes near it.</summary>
    private const long LongestFrame = 1 << 20;

    private readonly string _headerPath;
    private readonly WfdbSignal[] _signals;
    private readonly int[] _offsets;
    private readonly int _frameLength;

    private SignalFile(string headerPath, int firstSignal, WfdbSignal[] signals)
    {
        (_headerPath, FirstSignal, _signals) = (headerPath, firstSignal, signals);
        WfdbSignal first = signals[0];
        Format = first.Format;
        FilePath = Format == 0 ? headerPath : WfdbFiles.Beside(headerPath, first.FileName);
        long length = signals.Sum(signal => (long)signal.SamplesPerFrame);
        if (length > LongestFrame)
            throw new WfdbException($"{headerPath}: a frame of {length} samples is longer than the {LongestFrame} supported. Check the samples per frame ('x').", headerPath);

        _frameLength = (int)length;
        _offsets = new int[signals.Length];
        for (int i = 1; i < signals.Length; i++)
            _offsets[i] = _offsets[i - 1] + signals[i - 1].SamplesPerFrame;
    }

    /// <summary>The file, or the header's for null signals.</summary>
    public string FilePath { get; }

    /// <summary>Number in the record of the file's first signal.</summary>
    public int FirstSignal { get; }

    public int SignalCount => _signals.Length;

    public int Format { get; }

    /// <summary>Whether there is no file: all samples are invalid.</summary>
    public bool IsNull => Format == 0;

    /// <summary>Samples of all signals in one frame.</summary>
    public int FrameLength => _frameLength;

    /// <summary>Place of a signal's first sample in a frame; the signal's number counts in the file.</summary>
    public int OffsetOf(int signal) => _offsets[signal];

    /// <summary>Cuts a header's signals into files.</summary>
    /// <exception cref="WfdbException">A format is not supported.</exception>
    public static SignalFile[] Split(WfdbHeader header)
    {
        List<SignalFile> files = [];
        for (int start = 0; start < header.Signals.Count;)
        {
            WfdbSignal signal = header.Signals[start];
            if (SignalFormat.IsFlac(signal.Format))
            {
                throw new WfdbException(
                    $"{header.HeaderPath}, signal {start}: format {signal.Format} (FLAC) is not supported; convert with `xform`.", header.HeaderPath, $"signal {start}");
            }

            int end = start + 1;
            while (end < header.Signals.Count && header.Signals[end].FileName == signal.FileName && header.Signals[end].Format == signal.Format)
                end++;
            files.Add(new(header.HeaderPath, start, [.. header.Signals.Skip(start).Take(end - start)]));
            start = end;
        }

        return [.. files];
    }

    /// <summary>Frames that the file's size allows.</summary>
    /// <exception cref="WfdbException">The file is absent or ends before its first sample.</exception>
    public long StoredFrames(Func<string, Stream> open)
    {
        using Stream stream = OpenFile(open);
        return SignalFormat.SampleCount(Format, Math.Max(stream.Length - _signals[0].ByteOffset, 0)) / _frameLength;
    }

    /// <exception cref="WfdbException">The file is absent, or shorter than its frames.</exception>
    public void RequireFrames(long frames, Func<string, Stream> open)
    {
        if (IsNull)
            return;

        using Stream stream = OpenFile(open);
        RequireFrames(frames, stream);
    }

    /// <summary>Reads the file once.</summary>
    /// <param name="frames">Frames to read, from the first.</param>
    /// <param name="open">Opens the file.</param>
    /// <param name="consumer">Gets the samples piece by piece.</param>
    /// <returns>Per signal of the file: sum of all samples modulo 2¹⁶ as int16, and the first sample.</returns>
    /// <exception cref="WfdbException">The file is absent, truncated or cannot be read.</exception>
    public (short Checksum, int First)[] Read<TConsumer>(long frames, Func<string, Stream> open, ref TConsumer consumer)
        where TConsumer : IFrameConsumer, allows ref struct
    {
        using Stream stream = OpenFile(open);
        RequireFrames(frames, stream);
        RequireMatFits(frames, stream);

        // A multiple of 6 frames begins at a whole group of every packed format.
        int chunkFrames = (int)Math.Min(6L * Math.Max(1, ChunkSamples / (6 * _frameLength)), Math.Max(frames, 1));
        int[] samples = ArrayPool<int>.Shared.Rent(chunkFrames * _frameLength);
        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)SignalFormat.ByteCount(Format, (Int128)chunkFrames * _frameLength));
        int[] sums = new int[_frameLength * Math.Max(1, 64 / _frameLength)];
        (short Checksum, int First)[] results = new (short, int)[_signals.Length];
        int[] last = [.. _signals.Select(signal => signal.InitialValue ?? signal.AdcZero)];
        try
        {
            stream.Position = _signals[0].ByteOffset;
            for (long frame = 0; frame < frames; frame += chunkFrames)
            {
                int count = (int)Math.Min(chunkFrames, frames - frame);
                Span<int> chunk = samples.AsSpan(0, count * _frameLength);
                Span<byte> chunkBytes = bytes.AsSpan(0, (int)SignalFormat.ByteCount(Format, chunk.Length));
                stream.ReadExactly(chunkBytes);
                SignalFormat.Decode(Format, chunkBytes, chunk);
                if (Format == 8)
                    AddDifferences(chunk, last);
                if (frame == 0)
                {
                    for (int s = 0; s < results.Length; s++)
                        results[s].First = chunk[_offsets[s]];
                }

                AddSums(chunk, sums);
                consumer.Consume(chunk, frame);
            }
        }
        catch (IOException error)
        {
            throw new WfdbException($"{FilePath}: cannot be read ({error.Message}). Check the file and its disk, or fetch it again.", FilePath, inner: error);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(samples);
            ArrayPool<byte>.Shared.Return(bytes);
        }

        for (int s = 0; s < results.Length; s++)
            results[s].Checksum = ChecksumOf(s, sums);
        return results;
    }

    private Stream OpenFile(Func<string, Stream> open) => WfdbFiles.Require(FilePath, open, _headerPath);

    private void RequireFrames(long frames, Stream stream)
    {
        Int128 needed = _signals[0].ByteOffset + SignalFormat.ByteCount(Format, (Int128)frames * _frameLength);
        if (stream.Length < needed)
        {
            throw new WfdbException(
                $"{FilePath}: truncated: {frames} frames need {needed} bytes, and the file has {stream.Length}. Fetch the file again, or correct {_headerPath}.", FilePath);
        }
    }

    /// <summary>A MATLAB level-4 header (format 16 at offset 24) says rows and columns: int32 30, signals, samples, 0, 4, then "val\0".</summary>
    private void RequireMatFits(long frames, Stream stream)
    {
        Span<byte> mat = stackalloc byte[24];
        if (Format != 16 || _signals[0].ByteOffset != mat.Length || stream.Length < mat.Length)
            return;

        stream.Position = 0;
        stream.ReadExactly(mat);
        if (!mat[20..].SequenceEqual("val\0"u8) || BinaryPrimitives.ReadInt32LittleEndian(mat) != 30)
            return;

        (int rows, int columns) = (BinaryPrimitives.ReadInt32LittleEndian(mat[4..]), BinaryPrimitives.ReadInt32LittleEndian(mat[8..]));
        if (rows != _frameLength || columns != frames)
        {
            throw new WfdbException(
                $"{FilePath}: the matrix has {rows} rows and {columns} columns, and {_headerPath} announces {_frameLength} and {frames}. Fetch both files again.", FilePath);
        }
    }

    private void AddDifferences(Span<int> chunk, int[] last)
    {
        for (int s = 0; s < _signals.Length; s++)
        {
            int value = last[s], perFrame = _signals[s].SamplesPerFrame;
            for (int start = _offsets[s]; start < chunk.Length; start += _frameLength)
            {
                for (int k = start; k < start + perFrame; k++)
                    chunk[k] = value = unchecked(value + chunk[k]);
            }

            last[s] = value;
        }
    }

    /// <summary>Adds samples to one sum per place in a frame, modulo 2³² (its lower 16 bits are those of the exact sum).</summary>
    /// <param name="samples">Whole frames.</param>
    /// <param name="sums">Several frames long, so that vectors run over frames of any length.</param>
    private static void AddSums(ReadOnlySpan<int> samples, Span<int> sums)
    {
        for (; samples.Length >= sums.Length; samples = samples[sums.Length..])
        {
            int i = 0;
            for (; i <= sums.Length - Vector<int>.Count; i += Vector<int>.Count)
                (new Vector<int>(sums[i..]) + new Vector<int>(samples[i..])).CopyTo(sums[i..]);
            for (; i < sums.Length; i++)
                sums[i] = unchecked(sums[i] + samples[i]);
        }

        for (int i = 0; i < samples.Length; i++)
            sums[i] = unchecked(sums[i] + samples[i]);
    }

    private short ChecksumOf(int signal, ReadOnlySpan<int> sums)
    {
        int sum = 0;
        for (int start = _offsets[signal]; start < sums.Length; start += _frameLength)
        {
            for (int k = start; k < start + _signals[signal].SamplesPerFrame; k++)
                sum = unchecked(sum + sums[k]);
        }

        return unchecked((short)sum);
    }
}
