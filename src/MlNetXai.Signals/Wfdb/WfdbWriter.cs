using System.Buffers.Binary;

namespace MlNetXai.Signals.Wfdb;

/// <summary>Writes records in formats 16 and 212 that WFDB tools read (layouts: <see cref="SignalFormat"/>, <see cref="AnnotationFile"/>).</summary>
public static class WfdbWriter
{
    /// <summary>Writes NAME.dat, the annotations and NAME.hea, in this order: a header never stands without its files.</summary>
    /// <param name="folder">Made if needed.</param>
    /// <param name="request">What to write.</param>
    /// <exception cref="ArgumentException">Signals differ in length or are empty.</exception>
    /// <exception cref="WfdbException">A name or text cannot stand in a header, or an annotation in its file.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public static WfdbWriteResult Write(string folder, WfdbWriteRequest request)
    {
        int length = request.Signals.Count == 0 ? 0 : request.Signals[0].Length;
        for (int s = 0; s < request.Signals.Count; s++)
        {
            if (request.Signals[s].Length != length || length == 0)
                throw new ArgumentException($"Signal {s} ({request.Signals[s].Lead}) has {request.Signals[s].Length} samples and signal 0 has {length}; all must have the same number, at least 1.");
        }

        (int[] samples, long[] clamped) = Digitise(request, length);
        string headerPath = Path.Combine(folder, request.Name + ".hea");
        string header = HeaderText.Write(Describe(request, samples, length, headerPath));
        byte[]? annotations = request.Annotations is null
            ? null
            : AnnotationFile.Encode(request.Annotations, timeResolutionHz: null, Path.Combine(folder, $"{request.Name}.{request.Annotator}"));

        List<string> files = [];
        if (request.Signals.Count > 0)
            Write(Path.Combine(folder, request.Name + ".dat"), Encode(request.Format, samples));
        if (annotations is not null)
            Write(Path.Combine(folder, $"{request.Name}.{request.Annotator}"), annotations);
        AtomicFile.WriteText(headerPath, header);
        files.Add(headerPath);
        return new(headerPath, files, clamped);

        void Write(string path, byte[] bytes)
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
            files.Add(path);
        }
    }

    /// <summary>The bytes of a signal file in format 16 or 212.</summary>
    /// <param name="format">16 or 212.</param>
    /// <param name="samples">Stored samples <c>[frame, signal]</c>, inside the format's range.</param>
    internal static byte[] Encode(int format, ReadOnlySpan<int> samples)
    {
        byte[] bytes = new byte[checked((int)SignalFormat.ByteCount(format, samples.Length))];
        for (int i = 0; i < samples.Length; i++)
        {
            int sample = samples[i];
            if (format == 16)
            {
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)sample);
                continue;
            }

            int group = i / 2 * 3;
            bytes[i % 2 == 0 ? group : group + 2] = (byte)sample;
            bytes[group + 1] |= (byte)(((sample >> 8) & 15) << (i % 2 * 4));
        }

        return bytes;
    }

    /// <summary>Stored samples <c>[frame, signal]</c>, and how many of each signal were clamped to the valid range.</summary>
    private static (int[] Samples, long[] Clamped) Digitise(WfdbWriteRequest request, int length)
    {
        int signals = request.Signals.Count, invalid = SignalFormat.InvalidCode(request.Format)!.Value;
        int[] samples = new int[checked(length * signals)];
        long[] clamped = new long[signals];
        for (int s = 0; s < signals; s++)
        {
            for (int i = 0; i < length; i++)
            {
                double value = request.Signals[s].Sample(i);
                double kept = Math.Clamp(value, invalid + 1, -1 - invalid);
                samples[(i * signals) + s] = double.IsNaN(value) ? invalid : (int)kept;
                if (value < kept || value > kept)
                    clamped[s]++;
            }
        }

        return (samples, clamped);
    }

    private static WfdbHeader Describe(WfdbWriteRequest request, int[] samples, int length, string headerPath)
    {
        int signals = request.Signals.Count;
        return new()
        {
            Name = request.Name,
            HeaderPath = headerPath,
            SignalCount = signals,
            SamplingRateHz = request.SamplingRateHz,
            CounterRateHz = request.SamplingRateHz,
            FrameCount = length,
            StartText = request.StartText,
            Comments = request.Comments,
            Signals = [.. request.Signals.Select((signal, s) => new WfdbSignal
            {
                Lead = signal.Lead,
                FileName = request.Name + ".dat",
                Format = request.Format,
                Gain = signal.Gain,
                IsCalibrated = true,
                Baseline = signal.Baseline,
                Units = signal.Units,
                AdcResolution = signal.AdcResolution ?? (request.Format == 16 ? 16 : 12),
                AdcZero = signal.AdcZero,
                InitialValue = samples[s],
                Checksum = ChecksumOf(samples, s, signals),
            })],
        };
    }

    private static short ChecksumOf(int[] samples, int signal, int signals)
    {
        uint sum = 0;
        for (int i = signal; i < samples.Length; i += signals)
            sum = unchecked(sum + (uint)samples[i]);
        return unchecked((short)sum);
    }
}
