using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Beats;

/// <summary>What one record gives to a <see cref="BeatSet"/>; a record without the lead gives warnings only.</summary>
internal sealed class LabelledRecord
{
    public IReadOnlyList<Beat> Beats { get; private init; } = [];

    /// <summary><c>[beat, sample]</c>, mV.</summary>
    public float[] Values { get; private init; } = [];

    public RecordCounts? Counts { get; private init; }

    public IReadOnlyList<string> Warnings { get; private init; } = [];

    public static LabelledRecord Load(string path, BeatSetOptions options, BeatSegmenter segmenter, BeatScratch scratch)
    {
        WfdbRecord record = WfdbRecord.Open(path);
        List<string> warnings = [];
        if (options.Lead.Find(record, warnings) is not int signal)
            return new() { Warnings = warnings };

        RequireRate(record, signal, options);
        ReadOnlySpan<double> millivolts = LeadReader.ReadMillivolts(record, signal, scratch);
        IReadOnlyList<Annotation> annotations = ReadAnnotations(record, signal, options.Annotator, warnings);

        string place = LeadReader.Place(record, signal);
        Span<double> filtered = scratch.Filtered(millivolts.Length);
        BeatPositions found = segmenter.Find(millivolts, options.SamplingRateHz, place, filtered, scratch);
        if (found.Kept.Count == 0)
        {
            string why = millivolts.ContainsAnyExcept(millivolts[0]) ? "" : $" (the lead is flat: every sample is {millivolts[0]} mV)";
            throw new BeatException(
                $"{place}: no beats found{why}; a record must have at least one whole beat. Choose another lead, or leave the record out.", record.HeaderPath);
        }

        BeatMatch match = BeatLabels.Match(found.Kept, annotations, (int)(options.LabelToleranceMs * options.SamplingRateHz / 1000));
        string patient = options.PatientOfRecord.GetValueOrDefault(record.Name, record.Name);
        (List<Beat> beats, float[] values) = Cut(filtered, found.Kept, match, record.Name, patient, options, segmenter);
        warnings.AddRange(record.Warnings);
        return new()
        {
            Beats = beats,
            Values = values,
            Counts = new(record.Name, patient, record.Signals[signal].Lead, signal, LabelCounts.From(found, match)),
            Warnings = warnings,
        };
    }

    private static void RequireRate(WfdbRecord record, int signal, BeatSetOptions options)
    {
        double rate = record.Signals[signal].SamplingRateHz;
        if (rate != options.SamplingRateHz)
        {
            throw new BeatException(
                $"{LeadReader.Place(record, signal)}: the sampling rate is {rate} Hz and must be {options.SamplingRateHz} Hz, the model's. "
                + "Resample the record, or leave it out.",
                record.HeaderPath);
        }
    }

    // Annotations count frames; a lead with several samples per frame counts more.
    private static IReadOnlyList<Annotation> ReadAnnotations(WfdbRecord record, int signal, string annotator, List<string> warnings)
    {
        string path = Path.ChangeExtension(record.HeaderPath, annotator);
        AnnotationReading reading = AnnotationFile.ReadAll(path, record.SamplingRateHz);
        AnnotationFile.RequireInside(reading.Annotations, record.FrameCount, path);
        warnings.AddRange(reading.Warnings);
        int perFrame = record.Signals[signal].SamplesPerFrame;
        return perFrame == 1 ? reading.Annotations : [.. reading.Annotations.Select(annotation => annotation with { Sample = annotation.Sample * perFrame })];
    }

    private static (List<Beat> Beats, float[] Values) Cut(
        ReadOnlySpan<double> filtered, List<int> kept, BeatMatch match, string record, string patient, BeatSetOptions options, BeatSegmenter segmenter)
    {
        (int before, int after) = segmenter.WindowSamples(options.SamplingRateHz);
        List<Beat> beats = new(kept.Count);
        List<float> values = new(kept.Count * (before + after));
        for (int i = 0; i < kept.Count; i++)
        {
            if (match.Labels[i] is not { } label || !options.Classes.Contains(label))
                continue;
            beats.Add(new(record, patient, kept[i], label));
            foreach (double value in filtered.Slice(kept[i] - before, before + after))
                values.Add((float)value);
        }

        return (beats, [.. values]);
    }
}
