using System.Runtime.ExceptionServices;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Signals.Synthesis;

/// <summary>Makes recordings like those of lead MLII, beat by beat as sums of waves, whose truth is known at every sample.</summary>
/// <remarks>
/// Patients differ in rate, variability, size and form; beats are normal (N), with right bundle branch block (R), paced (/) or ventricular (V, early, then a full
/// compensatory pause). Added: breathing, baseline wander, mains hum, muscle noise with bursts. Random numbers: <see cref="Philox"/> and <see cref="PortableMath"/>,
/// so that a seed gives the same bytes on every machine and any number of threads. Definitions: docs/synthetic-ecg.md.
/// </remarks>
public static class SyntheticEcg
{
    /// <summary>Name of the one lead.</summary>
    public const string Lead = "MLII";

    /// <summary>Extension of the annotation file with the bounds of P, QRS and T.</summary>
    public const string WaveAnnotator = "pqt";

    /// <summary>ADC units per mV.</summary>
    public const int GainPerMillivolt = 200;

    /// <summary>ADC value of 0 mV.</summary>
    public const int Baseline = 1024;

    /// <summary>Makes all records of a set, in order of their names.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SyntheticRecord> Generate(SyntheticEcgOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var records = new SyntheticRecord[options.Patients];
        Parallel.For(0, records.Length, new ParallelOptions { CancellationToken = cancellationToken }, i => records[i] = Generate(options, i));
        return records;
    }

    /// <summary>Makes one record of a set.</summary>
    /// <param name="options">Settings of the set.</param>
    /// <param name="index">Number of the record, 0 … <see cref="SyntheticEcgOptions.Patients"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such record.</exception>
    public static SyntheticRecord Generate(SyntheticEcgOptions options, int index)
    {
        Require.Between(index, 0, options.Patients - 1, nameof(index));

        SyntheticPatient patient = new(KindOf(index, options.Patients), options.Seed, (uint)index);
        int rate = options.SamplingRateHz;
        double[] millivolts = new double[options.Seconds * rate];
        BeatTruthBuilder truths = new(patient, rate);
        List<SyntheticTruth.Entry> truth = [];
        foreach (Rhythm.Beat beat in Rhythm.Beats(patient.Settings, options.Seed, (uint)index, options.Seconds))
        {
            string label = beat.Ventricular ? "V" : patient.MainClass;
            double scale = 1 + (0.06 * PortableMath.Sin(2 * Math.PI * 0.25 * beat.Time));
            foreach (Wave wave in patient.Form(label).Waves(beat.Rr))
                wave.AddTo(millivolts, 0, rate, beat.Time, scale);
            if (BeatTruthBuilder.SampleOf(beat.Time, rate) < millivolts.Length)
                truth.Add(truths.Build(label, beat.Time, beat.Rr, scale));
        }

        Disturbance.AddTo(millivolts, rate, options.Seed, (uint)index);
        string name = RecordName(index);
        return new()
        {
            Name = name,
            Kind = patient.Kind,
            SamplingRateHz = rate,
            Millivolts = millivolts,
            Beats = [.. truth.Select(b => new Annotation(b.Sample, AnnotationCodes.Code(b.Label)))],
            WaveBounds = WaveBoundsOf(truth, millivolts.Length),
            Truth = new(name, name, patient.Kind, rate, truth),
        };
    }

    /// <summary>Name of a record of a set, and of its patient: "s001", "s002", …</summary>
    /// <param name="index">Number of the record, from 0.</param>
    public static string RecordName(int index) => $"s{Require.AtLeast(index, 0) + 1:D3}";

    /// <summary>Makes a set and writes it as WFDB records: NAME.hea, .dat (format 212), .atr (beats), .pqt (bounds of P, QRS, T), .truth.json, and RECORDS.</summary>
    /// <param name="folder">Made if needed; files of the same names are replaced.</param>
    /// <param name="options">Settings of the set.</param>
    /// <param name="progress">Told after each record.</param>
    /// <param name="cancellationToken">Stops between records; RECORDS is written last.</param>
    /// <returns>Names of the records.</returns>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<string> Write(
        string folder, SyntheticEcgOptions? options = null, IProgress<ProgressReport>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        string[] names = new string[options.Patients];
        int done = 0;
        try
        {
            Parallel.For(0, names.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            {
                SyntheticRecord record = Generate(options, i);
                Write(folder, record, options);
                names[i] = record.Name;
                progress?.Report(new("synthesize", Interlocked.Increment(ref done), names.Length, record.Name));
            });
        }
        catch (AggregateException error)
        {
            // Records fail alike (the folder): the first says it.
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        AtomicFile.WriteText(Path.Combine(folder, "RECORDS"), string.Concat(names.Select(name => name + "\n")));
        return names;
    }

    // The header last: it never stands without what belongs to it.
    private static void Write(string folder, SyntheticRecord record, SyntheticEcgOptions options)
    {
        record.Truth.Write(folder);
        AnnotationFile.Write(Path.Combine(folder, $"{record.Name}.{WaveAnnotator}"), record.WaveBounds);
        WfdbWriter.Write(folder, new()
        {
            Name = record.Name,
            SamplingRateHz = record.SamplingRateHz,
            Signals =
            [
                WfdbWriteSignal.FromPhysical(Lead, record.Millivolts) with
                {
                    Gain = GainPerMillivolt, Baseline = Baseline, AdcZero = Baseline, AdcResolution = 11,
                },
            ],
            Comments = [$"synthetic ECG of MlNetXai, seed {options.Seed}, patient {record.Patient}, {record.Kind}"],
            Annotations = record.Beats,
        });
    }

    // N patients first, then R, paced, mixed; 18 : 7 : 6 : 5 of 36, at least 3 with R and 3 paced ones so that each part of a split can have one.
    private static string KindOf(int index, int patients)
    {
        int rightBundle = Math.Max(3, ((patients * 7) + 18) / 36), paced = Math.Max(3, ((patients * 6) + 18) / 36), mixed = Math.Max(1, ((patients * 5) + 18) / 36);
        int normal = patients - rightBundle - paced - mixed;
        return index < normal ? "N"
            : index < normal + rightBundle ? "R"
            : index < normal + rightBundle + paced ? "/"
            : "mixed";
    }

    private static Annotation[] WaveBoundsOf(IEnumerable<SyntheticTruth.Entry> beats, int length)
    {
        List<Annotation> marks = [];
        foreach (SyntheticTruth.Entry beat in beats)
        {
            WaveTruth[] qrs = [.. beat.Waves.Where(w => w.Name is "Q" or "R" or "S")];
            foreach (WaveTruth wave in beat.Waves.Where(w => w.Name is "P" or "T"))
                Mark(beat.Sample, wave.Onset, wave.Peak, wave.End, wave.Name == "P" ? "p" : "t", wave.Name == "P" ? 0 : 2);
            Mark(beat.Sample, qrs[0].Onset, qrs.First(w => w.Name == "R").Peak, qrs[^1].End, "N", 1);
        }

        return [.. marks.OrderBy(m => m.Sample).ThenBy(m => m.Number)];

        // A wave cut off by the record's start or end has no marks.
        void Mark(long r, int onset, int peak, int end, string symbol, int number)
        {
            if (r + onset < 0 || r + end > length)
                return;
            marks.Add(new(r + onset, AnnotationCodes.Code("("), Number: number));
            marks.Add(new(r + peak, AnnotationCodes.Code(symbol), Number: number));
            marks.Add(new(r + end - 1, AnnotationCodes.Code(")"), Number: number));
        }
    }
}
