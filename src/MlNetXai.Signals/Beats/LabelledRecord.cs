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
        List<string> warnings = [];
        if (EcgRecording.Open(path, options.Lead, warnings) is not { } recording)
            return new() { Warnings = warnings };

        string place = recording.Place(0);
        RequireRate(recording, options);
        int samples = recording.RequireSamples();
        Span<float> millivolts = scratch.Lead(samples), filtered = scratch.FilteredLead(samples);
        recording.Read(millivolts, scratch);
        IReadOnlyList<Annotation> annotations = recording.ReadAnnotations(options.Annotator, warnings);

        LeadSteps steps = new(segmenter, scratch);
        steps.Filter(millivolts, (float)options.SamplingRateHz, place, filtered);
        BeatPositions found = steps.Find(filtered, (float)options.SamplingRateHz, place);
        var beats = RecordBeats.Label(found.Corrected, samples, annotations, options);
        if (beats.Kept.Count == 0)
        {
            string why = millivolts.ContainsAnyExcept(millivolts[0]) ? "" : $" (the lead is flat: every sample is {millivolts[0]} mV)";
            throw new BeatException(
                $"{place}: no beats found{why}; a record must have at least one whole beat. Choose another lead, or leave the record out.", recording.HeaderPath);
        }

        string patient = options.PatientOfRecord.GetValueOrDefault(recording.Name, recording.Name);
        (int before, int after) = segmenter.WindowSamples(options.SamplingRateHz);
        List<Beat> rows = new(beats.Kept.Count);
        List<float> values = new(beats.Kept.Count * (before + after));
        foreach ((int r, string label) in beats.Rows)
        {
            rows.Add(new(recording.Name, patient, r, label));
            values.AddRange(filtered.Slice(r - before, before + after));
        }

        warnings.AddRange(recording.Warnings);
        return new()
        {
            Beats = rows,
            Values = [.. values],
            Counts = new(recording.Name, patient, recording.Leads[0], recording.SignalOf(0), LabelCounts.From(found.Detections.Count, beats)),
            Warnings = warnings,
        };
    }

    private static void RequireRate(EcgRecording recording, BeatSetOptions options)
    {
        if (recording.SamplingRateHz != options.SamplingRateHz)
        {
            throw new BeatException(
                $"{recording.Place(0)}: the sampling rate is {recording.SamplingRateHz} Hz and must be {options.SamplingRateHz} Hz, the model's. "
                + "Resample the record, or leave it out.",
                recording.HeaderPath);
        }
    }
}
