using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Training;
using MlNetXai.Signals.Beats;
using MlNetXai.Signals.PhysioNet;
using MlNetXai.Signals.Splits;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Runs.Data;

/// <summary>The beats of a run with their classes, patients and parts.</summary>
internal sealed class EcgData
{
    private readonly string _folder;
    private readonly BeatSet _set;
    private readonly Dictionary<DataPart, int[]> _parts;
    private readonly Dictionary<string, SyntheticTruth> _truths = new(StringComparer.Ordinal);

    private EcgData(string folder, BeatSet set, SplitFile split)
    {
        (_folder, _set, Split) = (folder, set, split);
        Dictionary<string, int> classes = set.Options.Classes.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        Labels = [.. set.Beats.Select(beat => classes[beat.Label])];
        Patients = [.. set.Beats.Select(beat => beat.Patient)];
        Keys = [.. set.Beats.Select(beat => new RowKey(beat.Record, beat.Sample))];
        _parts = new()
        {
            [DataPart.Train] = RowsOf(split.Train.Patients),
            [DataPart.Validation] = RowsOf(split.Validation.Patients),
            [DataPart.Test] = RowsOf(split.Test.Patients),
        };
        HasTruth = SyntheticTruth.Exists(folder);
    }

    /// <summary>Beats, <c>[row, sample, 1]</c>, in mV.</summary>
    public Batch Values => _set.Values;

    /// <summary>Class of every row.</summary>
    public int[] Labels { get; }

    /// <summary>Patient of every row.</summary>
    public string[] Patients { get; }

    /// <summary>Record and sample of every row.</summary>
    public RowKey[] Keys { get; }

    public SplitFile Split { get; }

    /// <summary>Samples of a row before R.</summary>
    public int Before => _set.SamplesBeforeR;

    public double SamplingRateHz => _set.SamplingRateHz;

    /// <summary>Whether the recordings are synthetic and what makes each beat is known.</summary>
    public bool HasTruth { get; }

    /// <summary>Loads a folder and splits its patients as the options say.</summary>
    public static EcgData Load(string folder, EcgTrainingOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        BeatSet set = LoadBeats(folder, options, progress, cancellation);
        PatientSplitOptions parts = new()
        {
            TrainPatients = options.TrainPatients,
            ValidationPatients = options.ValidationPatients,
            TestPatients = options.TestPatients,
            Accepted = options.Split,
        };
        PatientSplit split = PatientSplitter.Find(options.Classes, set.Counts.RowsByPatient(), parts, options.Seed, cancellation);
        SplitFile file = new()
        {
            Seed = split.Seed,
            Split = options.Split,
            Draws = split.Draws,
            MinimumBeats = split.MinimumRows,
            Train = Part(set, split.Train),
            Validation = Part(set, split.Validation),
            Test = Part(set, split.Test),
            Data = Summary(folder, set),
        };
        return new(folder, set, file);
    }

    /// <summary>Loads a folder whose split is known.</summary>
    public static EcgData Load(string folder, EcgTrainingOptions options, SplitFile split, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        new(folder, LoadBeats(folder, options, progress, cancellation), split);

    /// <summary>The same beats in other parts.</summary>
    public EcgData With(SplitFile split) => new(_folder, _set, split);

    /// <summary>Rows of a part, ascending.</summary>
    public int[] Rows(DataPart part) => _parts[part];

    /// <summary>Rows of a part with their classes.</summary>
    public (Batch Values, int[] Labels) Gather(DataPart part) => (Values.Gather(_parts[part]), [.. _parts[part].Select(row => Labels[row])]);

    /// <summary>Row of a beat named by record and sample.</summary>
    /// <exception cref="RunException">There is no such beat; the message names the nearest.</exception>
    public int Find(RowKey key)
    {
        int row = Array.IndexOf(Keys, key);
        if (row >= 0)
            return row;
        RowKey[] near = [.. Keys.Where(other => other.Record == key.Record).OrderBy(other => Math.Abs(other.Sample - key.Sample)).Take(1)];
        throw new RunException(
            near.Length == 0
                ? $"{key}: the data have no record '{key.Record}' with labelled beats. Records are {string.Join(", ", Keys.Select(other => other.Record).Distinct(StringComparer.Ordinal))}."
                : $"{key}: no labelled beat has its R peak at this sample. The nearest is {near[0]}.");
    }

    /// <summary>Throws unless the network reads these rows.</summary>
    /// <exception cref="RunException">Rate, shape or classes differ.</exception>
    public void RequireFits(Model model, string path)
    {
        Network network = model.Network;
        string rate = model.Metadata.GetValueOrDefault(ModelKeys.SamplingRateHz, "unknown");
        if (rate != ModelKeys.Text(SamplingRateHz))
            throw new RunException($"{path}: the model was trained at {rate} Hz, but the recordings have {SamplingRateHz} Hz. Use recordings at the model's rate, or train anew.", path);
        if (network.InputShape != Values.Shape)
            throw new RunException($"{path}: the model reads {network.InputShape}, but the beats have {Values.Shape}. Use the model of this run, or train anew.", path);
        if (!network.Classes.SequenceEqual(_set.Options.Classes))
            throw new RunException($"{path}: the model has classes {string.Join(", ", network.Classes)}, the run {string.Join(", ", _set.Options.Classes)}. Use the model of this run.", path);
    }

    /// <summary>Where the class of a synthetic beat shows, <c>[sample of the row]</c>; all false for a beat that the generator did not make.</summary>
    public bool[] Evidence(RowKey key) => Truth(key.Record).TryBeat(key.Sample, out BeatTruth? beat) ? beat!.Evidence : new bool[Values.Steps];

    /// <summary>Samples of a beat's waves, disjoint: true bounds on synthetic recordings, else the windows of its class; null where none are known.</summary>
    public IReadOnlyList<WaveSamples>? Waves(RowKey key, string label)
    {
        if (!HasTruth)
        {
            return WaveWindow.StudyA.TryGetValue(label, out IReadOnlyList<WaveWindow>? windows)
                ? WaveShares.Samples(windows, Before, SamplingRateHz, Values.Steps)
                : null;
        }

        if (!Truth(key.Record).TryBeat(key.Sample, out BeatTruth? beat))
            return null;
        return WaveShares.Disjoint([.. beat!.Waves.Select(wave => new WaveSamples(wave.Name, Before + wave.Onset, Before + wave.End - 1))], Values.Steps);
    }

    /// <summary>A synthetic beat cut at its true waves; null for a beat that the generator did not make, or without an R wave.</summary>
    public IReadOnlyList<Segment>? Segments(RowKey key) => Truth(key.Record).TryBeat(key.Sample, out BeatTruth? beat) && beat!.Waves.Any(wave => wave.Name == "R")
        ? BeatSegments.ByWaves([.. beat.Waves.Select(wave => new WaveBounds(wave.Name, Before + wave.Onset, Before + wave.Peak, Before + wave.End))], Values.Steps)
        : null;

    private static BeatSet LoadBeats(string folder, EcgTrainingOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        BeatSet.Load(
            folder,
            new()
            {
                Classes = options.Classes,
                Lead = new() { Channel = options.Channel, Name = options.Lead, Missing = options.MissingLead },
                SamplingRateHz = options.SamplingRateHz,
                LabelToleranceMs = options.LabelToleranceMs,
                Annotator = options.Annotator,
                PatientOfRecord = MitBih.PatientOfRecord(folder, [.. WfdbFolder.Records(folder).Select(record => Path.GetFileName(record))]),
            },
            progress,
            cancellation);

    private static SplitPart Part(BeatSet set, IReadOnlyList<string> patients)
    {
        HashSet<string> members = new(patients, StringComparer.Ordinal);
        PatientRows[] rows = [.. set.Counts.RowsByPatient().Where(row => members.Contains(row.Patient))];
        return new(
            patients,
            [.. set.Options.Classes.Select((_, c) => rows.Sum(row => (long)row.Rows[c]))],
            [.. set.Options.Classes.Select((_, c) => rows.Count(row => row.Rows[c] > 0))]);
    }

    private static DataSummary Summary(string folder, BeatSet set) => new()
    {
        Source = DataSource.Of(folder, [.. set.Counts.Records.Select(record => record.Record)]),
        Records = set.Counts.Records.Count,
        Patients = set.Counts.Patients.Count,
        SamplingRateHz = set.SamplingRateHz,
        Steps = set.Values.Steps,
        Before = set.SamplesBeforeR,
        Classes = set.Options.Classes,
        Leads = set.Counts.Records.GroupBy(record => record.Lead, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        Detected = set.Counts.Total.Detections,
        Whole = set.Counts.Total.Kept,
        Used = [.. set.Options.Classes.Select(name => (long)set.Counts.Total.Of(name))],
        Missed = [.. set.Options.Classes.Select(name => (long)set.Counts.Total.MissedOf(name))],
        Unlabelled = set.Counts.Total.Unlabelled,
        OtherLabels = set.Counts.Other.ToDictionary(pair => pair.Key, pair => (long)pair.Value, StringComparer.Ordinal),
        OtherMissed = set.Counts.Total.Missed.Where(pair => !set.Options.Classes.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => (long)pair.Value, StringComparer.Ordinal),
        Warnings = set.Warnings,
    };

    private int[] RowsOf(IReadOnlyList<string> patients)
    {
        HashSet<string> members = new(patients, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, Patients.Length).Where(row => members.Contains(Patients[row]))];
    }

    private SyntheticTruth Truth(string record)
    {
        if (!_truths.TryGetValue(record, out SyntheticTruth? truth))
            _truths[record] = truth = SyntheticTruth.Load(_folder, record);
        return truth;
    }
}
