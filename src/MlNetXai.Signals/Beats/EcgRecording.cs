using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Beats;

/// <summary>Leads of one WFDB record in mV and single precision, with annotations that count the leads' samples.</summary>
/// <remarks>Opening reads the header only (of a record of segments: also theirs); signal and annotation files are read when asked for. One thread at a time.</remarks>
public sealed class EcgRecording
{
    private readonly WfdbHeader _header;
    private readonly WfdbOptions _options;
    private readonly IReadOnlyList<WfdbSignal> _signals;
    private readonly int[] _chosen;
    private WfdbRecord? _record;

    private EcgRecording(WfdbHeader header, WfdbOptions options, WfdbRecord? record, IReadOnlyList<WfdbSignal> signals, int[] chosen) =>
        (_header, _options, _record, _signals, _chosen) = (header, options, record, signals, chosen);

    /// <summary>The record's name.</summary>
    public string Name => _header.Name;

    /// <summary>The header file.</summary>
    public string HeaderPath => _header.HeaderPath;

    /// <summary>Names of the leads, at least one.</summary>
    public IReadOnlyList<string> Leads => [.. _chosen.Select(signal => _signals[signal].Lead)];

    /// <summary>Samples of each lead per second.</summary>
    public double SamplingRateHz => _signals[_chosen[0]].SamplingRateHz;

    /// <summary>Samples of each lead. Opens the signal files.</summary>
    /// <exception cref="WfdbException">A signal file is absent or truncated.</exception>
    public long SampleCount => Record.SampleCount(_chosen[0]);

    /// <summary>What was odd but could be read, so far.</summary>
    public IReadOnlyList<string> Warnings => _record?.Warnings ?? [];

    /// <summary>The record, opened when first wanted.</summary>
    internal WfdbRecord Record => _record ??= WfdbRecord.Open(HeaderPath, _options);

    /// <summary>Number of a lead among the record's signals.</summary>
    internal int SignalOf(int lead) => _chosen[lead];

    /// <summary>Opens a record, or gives null where it lacks the lead and such records are left out.</summary>
    /// <param name="path">The header, with or without ".hea".</param>
    /// <param name="lead">The one lead wanted, or null for all of them.</param>
    /// <param name="warnings">Receives a sentence where the lead is missing and that is not an error.</param>
    /// <exception cref="WfdbException">The header is absent or damaged.</exception>
    /// <exception cref="BeatException">The lead is missing and that is an error, there are no signals, or the leads differ in their sampling rate.</exception>
    public static EcgRecording? Open(string path, LeadChoice? lead, ICollection<string> warnings) => Open(path, lead, warnings, new());

    internal static EcgRecording? Open(string path, LeadChoice? lead, ICollection<string> warnings, WfdbOptions options)
    {
        var header = WfdbHeader.Parse(path);
        WfdbRecord? record = header.IsMultiSegment ? WfdbRecord.Open(path, options) : null;
        IReadOnlyList<WfdbSignal> signals = record?.Signals ?? header.Signals;
        if (lead is not null)
            return lead.Find(header.HeaderPath, [.. signals.Select(signal => signal.Lead)], warnings) is int one ? new(header, options, record, signals, [one]) : null;

        if (signals.Count == 0)
            throw new BeatException($"{header.HeaderPath}: the record has no signals and must have at least one. Leave it out.", header.HeaderPath);
        if (signals.FirstOrDefault(signal => signal.SamplingRateHz != signals[0].SamplingRateHz) is { } other)
        {
            throw new BeatException(
                $"{header.HeaderPath}: lead {other.Lead} has {other.SamplingRateHz} Hz and lead {signals[0].Lead} {signals[0].SamplingRateHz} Hz, but leads read together "
                + "must share one rate. Choose one lead.",
                header.HeaderPath);
        }

        return new(header, options, record, signals, [.. Enumerable.Range(0, signals.Count)]);
    }

    /// <summary>Which lead this is, for messages.</summary>
    /// <param name="lead">Number among <see cref="Leads"/>.</param>
    public string Place(int lead) => Place(HeaderPath, _signals[_chosen[lead]].Lead);

    /// <summary>Which lead of which record this is, for messages.</summary>
    /// <param name="record">Header or name of the record.</param>
    /// <param name="lead">Name of the lead.</param>
    public static string Place(string record, string lead) => $"{record}, lead {lead}";

    /// <summary>Number of samples of each lead, once it is sure that memory holds them all.</summary>
    /// <exception cref="BeatException">There are none, or too many.</exception>
    /// <exception cref="WfdbException">A signal file is absent or truncated.</exception>
    public int RequireSamples()
    {
        long samples = SampleCount, most = int.MaxValue / 2 / _chosen.Length;
        if (samples is 0 || samples > most)
        {
            throw new BeatException(
                $"{Place(0)}: the record has {samples} samples; it must have some, and at most {most}. Leave it out, or cut it.",
                HeaderPath);
        }

        return (int)samples;
    }

    /// <summary>Reads the leads: each sample rounded once to single precision, NaN where invalid.</summary>
    /// <param name="millivolts">Receives <c>[sample, lead]</c>, mV; <see cref="RequireSamples"/> times the number of leads.</param>
    /// <exception cref="BeatException">A lead's unit is no voltage, or the record has no samples or more than memory holds.</exception>
    /// <exception cref="WfdbException">It cannot be read.</exception>
    public void Read(Span<float> millivolts) => Read(millivolts, new());

    internal void Read(Span<float> millivolts, BeatScratch scratch)
    {
        int samples = RequireSamples();
        Require.Length(millivolts, (long)samples * _chosen.Length);
        for (int lead = 0; lead < _chosen.Length; lead++)
        {
            ReadOnlySpan<double> exact = ReadExactly(lead, scratch);
            for (int i = 0, at = lead; i < samples; i++, at += _chosen.Length)
                millivolts[at] = (float)exact[i];
        }
    }

    /// <summary>All samples of one lead in mV as the files have them; NaN where invalid.</summary>
    /// <inheritdoc cref="Read(Span{float})" path="/exception"/>
    internal ReadOnlySpan<double> ReadExactly(int lead, BeatScratch scratch)
    {
        int samples = RequireSamples();
        double factor = MillivoltsPer(lead);
        Span<double> millivolts = scratch.Input(samples);
        Record.ReadPhysical(_chosen[lead], millivolts);
        for (int i = 0; factor != 1 && i < millivolts.Length; i++)
            millivolts[i] *= factor;
        return millivolts;
    }

    /// <summary>Reads the annotations, in samples of the leads.</summary>
    /// <param name="annotator">Extension of the annotation file, e.g. "atr".</param>
    /// <param name="warnings">Receives what was odd but could be read.</param>
    /// <exception cref="WfdbException">The file is absent or damaged, or an annotation lies past the record's end.</exception>
    public IReadOnlyList<Annotation> ReadAnnotations(string annotator, ICollection<string> warnings)
    {
        string path = Path.ChangeExtension(HeaderPath, annotator);
        AnnotationReading reading = AnnotationFile.ReadAll(path, _header.SamplingRateHz);
        AnnotationFile.RequireInside(reading.Annotations, FrameCount, path);
        foreach (string warning in reading.Warnings)
            warnings.Add(warning);

        // Annotations count frames; a lead with several samples per frame counts more.
        int perFrame = _signals[_chosen[0]].SamplesPerFrame;
        return perFrame == 1 ? reading.Annotations : [.. reading.Annotations.Select(annotation => annotation with { Sample = annotation.Sample * perFrame })];
    }

    // The segments' lengths, not the record line's announcement, are a record's length; an ordinary record's is on its record line, if anywhere.
    private long FrameCount => _header.IsMultiSegment || _header.FrameCount is null ? Record.FrameCount : _header.FrameCount.Value;

    private double MillivoltsPer(int lead)
    {
        string units = _signals[_chosen[lead]].Units;
        if (units.Equals("mV", StringComparison.OrdinalIgnoreCase))
            return 1;
        if (units.Equals("uV", StringComparison.OrdinalIgnoreCase) || units.Equals("µV", StringComparison.OrdinalIgnoreCase))
            return 1e-3;
        if (units.Equals("V", StringComparison.OrdinalIgnoreCase))
            return 1e3;
        throw new BeatException($"{Place(lead)}: the unit is '{units}' and must be mV, uV or V. Choose a lead of the ECG.", HeaderPath);
    }
}
