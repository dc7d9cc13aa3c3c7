using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Beats;

/// <summary>One row: a beat and where it comes from.</summary>
/// <param name="Record">Name of the record.</param>
/// <param name="Patient">Whose record it is.</param>
/// <param name="Sample">Corrected R, in samples of the lead from the record's start.</param>
/// <param name="Label">Mnemonic of its class, one of the set's classes.</param>
public sealed record Beat(string Record, string Patient, long Sample, string Label);

/// <summary>How a <see cref="BeatSet"/> is made.</summary>
public sealed record BeatSetOptions
{
    /// <summary>Annotation mnemonics that make a beat a row; their order is that of the classes. At least one. Default N, R, /, V.</summary>
    public IReadOnlyList<string> Classes
    {
        get;
        init => field = value.Count > 0 && value.Distinct().Count() == value.Count
            ? value
            : throw new ArgumentException("Classes must name at least one label, each once.");
    } = ["N", "R", "/", "V"];

    /// <summary>Which lead is used. Default: channel 0.</summary>
    public LeadChoice Lead { get; init; } = new();

    /// <summary>Samples per second that every lead must have, above 0: the model's. Default 360.</summary>
    public double SamplingRateHz { get; init => field = Require.Above(Require.Finite(value), 0.0); } = 360;

    /// <summary>Largest distance of a beat and its annotation in milliseconds, at least 0. Default 150, the window of bxb (54 samples at 360 Hz).</summary>
    public double LabelToleranceMs { get; init => field = Require.Between(value, 0.0, 10_000.0); } = 150;

    /// <summary>Extension of the annotation files. Default "atr".</summary>
    public string Annotator { get; init; } = "atr";

    /// <summary>Patient of each record that does not carry its patient's name. Default: 202 is a second recording of patient 201 (MIT-BIH).</summary>
    public IReadOnlyDictionary<string, string> PatientOfRecord { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["202"] = "201" };

    /// <summary>Filter and length of a beat. Default: the paper's.</summary>
    public BeatSegmenterOptions Segmentation { get; init; } = new();
}

/// <summary>All labelled beats of a folder of WFDB records.</summary>
public sealed class BeatSet
{
    private BeatSet(BeatSetOptions options, IReadOnlyList<Beat> beats, Batch values, BeatCounts counts, IReadOnlyList<string> warnings) =>
        (Options, Beats, Values, Counts, Warnings) = (options, beats, values, counts, warnings);

    /// <summary>How the set was made.</summary>
    public BeatSetOptions Options { get; }

    /// <summary>One entry per row: records in the folder's order, beats in order of time.</summary>
    public IReadOnlyList<Beat> Beats { get; }

    /// <summary>Filtered samples, <c>[row, sample, 1]</c>, mV; R stands at <see cref="SamplesBeforeR"/>.</summary>
    public Batch Values { get; }

    /// <summary>Samples per second.</summary>
    public double SamplingRateHz => Options.SamplingRateHz;

    /// <summary>Samples of a row before R.</summary>
    public int SamplesBeforeR => new BeatSegmenter(Options.Segmentation).WindowSamples(SamplingRateHz).Before;

    /// <summary>Where the rows come from and what was left out.</summary>
    public BeatCounts Counts { get; }

    /// <summary>What was odd but could be used: records without the lead, annotation files without an end mark.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Loads a folder: every record's lead is filtered, cut into beats, and labelled by its annotations.</summary>
    /// <param name="path">A folder of WFDB records, or one record.</param>
    /// <param name="options">Classes, lead, tolerance, patients.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellation">Looked at between records.</param>
    /// <exception cref="WfdbException">A file is absent or damaged, a checksum does not hold, or an annotation lies past the record's end.</exception>
    /// <exception cref="BeatException">A record has another sampling rate, invalid samples, no beats, or (by policy) lacks the lead;
    /// or no record has it.</exception>
    public static BeatSet Load(
        string path, BeatSetOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        BeatSegmenter segmenter = new(options.Segmentation);
        LabelledRecord[] records = RecordLoop.Run(
            WfdbFolder.Records(path), "load beats", (record, scratch) => LabelledRecord.Load(record, options, segmenter, scratch), progress, cancellation);

        List<string> warnings = [.. records.SelectMany(record => record.Warnings)];
        LabelledRecord[] used = [.. records.Where(record => record.Counts is not null)];
        if (used.Length == 0)
            throw new BeatException($"{path}: no record has {options.Lead}. Choose another lead.", path);

        (int before, int after) = segmenter.WindowSamples(options.SamplingRateHz);
        Beat[] beats = [.. used.SelectMany(record => record.Beats)];
        Batch values = new(beats.Length, before + after, 1);
        int at = 0;
        foreach (LabelledRecord record in used)
        {
            record.Values.CopyTo(values.Values[at..]);
            at += record.Values.Length;
        }

        return new(options, beats, values, new(options.Classes, [.. used.Select(record => record.Counts!)]), warnings);
    }
}
