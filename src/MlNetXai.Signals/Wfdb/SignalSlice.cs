namespace MlNetXai.Signals.Wfdb;

/// <summary>Some frames of one signal, cut out of the passing samples of its file.</summary>
/// <param name="Signal">Its gain, baseline, format and skew.</param>
/// <param name="Offset">Place of its first sample in a frame.</param>
/// <param name="FrameLength">Samples of all signals in a frame.</param>
/// <param name="From">First frame wanted; stored at this number plus the skew.</param>
internal readonly record struct SignalSlice(WfdbSignal Signal, int Offset, int FrameLength, long From)
{
    /// <summary>Copies what falls into the slice; an invalid code becomes <see cref="WfdbRecord.InvalidSample"/>.</summary>
    /// <param name="samples">Stored samples <c>[frame, sample of the frame]</c>.</param>
    /// <param name="firstFrame">Number of the first of these frames.</param>
    /// <param name="destination"><c>[frame, sample of the signal]</c>, the whole slice.</param>
    public void Copy(ReadOnlySpan<int> samples, long firstFrame, Span<int> destination)
    {
        int perFrame = Signal.SamplesPerFrame;
        (int begin, int end, int to) = Overlap(samples, firstFrame, destination.Length / perFrame);
        int invalid = SignalFormat.InvalidCode(Signal.Format) ?? WfdbRecord.InvalidSample;
        for (int frame = begin; frame < end; frame++)
        {
            foreach (int sample in samples.Slice((frame * FrameLength) + Offset, perFrame))
                destination[to++] = sample == invalid ? WfdbRecord.InvalidSample : sample;
        }
    }

    /// <summary>Copies what falls into the slice in physical units, NaN where invalid.</summary>
    /// <inheritdoc cref="Copy(ReadOnlySpan{int}, long, Span{int})" path="/param"/>
    public void Copy(ReadOnlySpan<int> samples, long firstFrame, Span<double> destination)
    {
        int perFrame = Signal.SamplesPerFrame;
        (int begin, int end, int to) = Overlap(samples, firstFrame, destination.Length / perFrame);
        int invalid = SignalFormat.InvalidCode(Signal.Format) ?? WfdbRecord.InvalidSample;
        double baseline = Signal.Baseline, gain = Signal.Gain;
        if (perFrame == 1)
        {
            // The usual case, without a slice per sample.
            for (int at = (begin * FrameLength) + Offset; at < end * FrameLength; at += FrameLength)
                destination[to++] = samples[at] == invalid ? double.NaN : (samples[at] - baseline) / gain;
            return;
        }

        for (int frame = begin; frame < end; frame++)
        {
            foreach (int sample in samples.Slice((frame * FrameLength) + Offset, perFrame))
                destination[to++] = sample == invalid ? double.NaN : (sample - baseline) / gain;
        }
    }

    /// <summary>Frames of the piece that lie in the slice, and where the first of them goes.</summary>
    private (int Begin, int End, int To) Overlap(ReadOnlySpan<int> samples, long firstFrame, int wanted)
    {
        long start = From + Signal.SkewFrames;
        int frames = samples.Length / FrameLength;
        int begin = (int)Math.Clamp(start - firstFrame, 0, frames);
        int end = (int)Math.Clamp(start + wanted - firstFrame, begin, frames);
        return (begin, end, (int)(firstFrame + begin - start) * Signal.SamplesPerFrame);
    }
}
