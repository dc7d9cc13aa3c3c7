using MlNetXai.Signals.Beats;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Inspection;

/// <summary>Beats of a lead in numbers.</summary>
/// <param name="Detections">R found by the Hamilton detector.</param>
/// <param name="DetectionSum">Sum of their samples.</param>
/// <param name="Kept">Beats with a whole window.</param>
/// <param name="CorrectedSum">Sum of all corrected R, also those without a whole window.</param>
public sealed record BeatInspection(int Detections, long DetectionSum, int Kept, long CorrectedSum);

/// <summary>One record in numbers: length, checksums, annotations and, if asked for, beats.</summary>
public sealed record RecordInspection
{
    /// <summary>The record's name.</summary>
    public required string Record { get; init; }

    /// <summary>Name of the lead.</summary>
    public required string Lead { get; init; }

    /// <summary>Samples of the lead per second.</summary>
    public required double SamplingRateHz { get; init; }

    /// <summary>Samples of the lead.</summary>
    public required long Samples { get; init; }

    /// <summary>Whether the checksums of all signals hold; null where the header has none.</summary>
    public required bool? ChecksumOk { get; init; }

    /// <summary>Annotations by mnemonic, sorted (ordinal); empty without an annotation file.</summary>
    public required IReadOnlyDictionary<string, int> Annotations { get; init; }

    /// <summary>Beats, or null if not asked for.</summary>
    public BeatInspection? Beats { get; init; }

    /// <summary>Inspects a record, or all records of a folder.</summary>
    /// <param name="path">A record, or a folder (its <c>RECORDS</c>, else <c>*.hea</c>, sorted).</param>
    /// <param name="options">What to look at.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellation">Looked at between records.</param>
    /// <exception cref="WfdbException">A file is absent or damaged; a wrong checksum is no error here.</exception>
    /// <exception cref="BeatException">Beats are asked for and a lead has invalid samples or is too short; or no record has the lead.</exception>
    public static InspectionResult Inspect(
        string path, InspectionOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        BeatSegmenter segmenter = new();
        InspectionResult[] each = RecordLoop.Run(
            WfdbFolder.Records(path), "inspect", (record, scratch) => InspectOne(record, options, segmenter, scratch), progress, cancellation);

        List<RecordInspection> records = new(each.Length);
        List<string> warnings = [];
        foreach (InspectionResult one in each)
        {
            records.AddRange(one.Records);
            warnings.AddRange(one.Warnings);
        }

        return records.Count > 0
            ? new(records, warnings)
            : throw new BeatException($"{path}: no record has {options.Lead}. Choose another lead.", path);
    }

    private static InspectionResult InspectOne(string path, InspectionOptions options, BeatSegmenter segmenter, BeatScratch scratch)
    {
        List<string> warnings = [];
        if (EcgRecording.Open(path, options.Lead, warnings, new() { Checksums = ChecksumPolicy.Warn }) is not { } recording)
            return new([], warnings);

        // Reading the lead sums all signals of its file on the way, so that the checksums need no second pass.
        WfdbRecord record = recording.Record;
        double rate = recording.SamplingRateHz;
        BeatInspection? beats = null;
        if (options.Beats)
        {
            // In double throughout: these numbers are compared with other programs'.
            ReadOnlySpan<double> millivolts = recording.ReadExactly(0, scratch);
            Span<double> filtered = scratch.Filtered(millivolts.Length);
            segmenter.Filter(millivolts, rate, recording.Place(0), filtered, scratch);
            BeatPositions found = BeatSegmenter.Find(filtered, rate, scratch);
            int kept = segmenter.WithWholeWindow(found.Corrected, filtered.Length, rate).Count;
            beats = new(found.Detections.Count, Sum(found.Detections), kept, Sum(found.Corrected));
        }

        RecordInspection inspection = new()
        {
            Record = record.Name,
            Lead = recording.Leads[0],
            SamplingRateHz = rate,
            Samples = recording.SampleCount,
            ChecksumOk = record.VerifyChecksums(),
            Annotations = CountAnnotations(record, options.Annotator, warnings),
            Beats = beats,
        };
        warnings.InsertRange(0, record.Warnings);
        return new([inspection], warnings);
    }

    private static long Sum(List<int> positions)
    {
        long sum = 0;
        foreach (int position in positions)
            sum += position;
        return sum;
    }

    private static SortedDictionary<string, int> CountAnnotations(WfdbRecord record, string annotator, List<string> warnings)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        string path = Path.ChangeExtension(record.HeaderPath, annotator);
        if (!File.Exists(path))
        {
            warnings.Add($"{path}: there is no such annotation file.");
            return counts;
        }

        AnnotationReading reading = AnnotationFile.ReadAll(path, record.SamplingRateHz);
        warnings.AddRange(reading.Warnings);
        int[] byCode = new int[AnnotationCodes.Highest + 1];
        int outside = 0;
        foreach (Annotation annotation in reading.Annotations)
        {
            byCode[annotation.Code]++;
            if (annotation.Sample < 0 || annotation.Sample >= record.FrameCount)
                outside++;
        }

        if (outside > 0)
            warnings.Add($"{path}: {outside} of {reading.Annotations.Count} annotations lie outside the record of {record.FrameCount} samples.");
        for (byte code = 0; code < byCode.Length; code++)
        {
            if (byCode[code] > 0)
                counts.Add(AnnotationCodes.Symbol(code), byCode[code]);
        }

        return counts;
    }
}
