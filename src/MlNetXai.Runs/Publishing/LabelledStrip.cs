using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting.Figures;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Signals;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Signals.Wfdb;

namespace MlNetXai.Runs.Publishing;

/// <summary>A strip of a recording round a normal beat, with its waves.</summary>
internal static class LabelledStrip
{
    private const double SecondsBefore = 0.6, SecondsAfter = 1.4;

    /// <summary>The strip round the first explained beat of the first class, or null where there is none or the recordings are not there.</summary>
    public static LabelledEcgFigure? Find(RunFolder folder, Manifest manifest, SplitFile split, AttributionArchive? archive)
    {
        string data = folder.Absolute(manifest.Train.Data);
        int row = archive is null ? -1 : Array.IndexOf(archive.Labels, 0);
        if (row < 0 || !File.Exists(Path.Combine(data, archive!.Keys[row].Record + ".hea")))
            return null;

        RowKey key = archive.Keys[row];
        WfdbRecord record = WfdbRecord.Open(Path.Combine(data, key.Record));
        int signal = manifest.Train.Lead is { } name ? record.FindSignal(name) ?? 0 : Math.Min(manifest.Train.Channel, record.Signals.Count - 1);
        WfdbSignal lead = record.Signals[signal];
        if (MillivoltsPer(lead.Units) is not { } factor)
            return null;

        // Beats are numbered by samples of their lead, files are read by frames.
        double rate = record.SamplingRateHz * lead.SamplesPerFrame;
        long first = Math.Max(0, key.Sample - (long)(SecondsBefore * rate)) / lead.SamplesPerFrame;
        long last = Math.Min(record.FrameCount, (key.Sample + (long)(SecondsAfter * rate)) / lead.SamplesPerFrame);
        long from = first * lead.SamplesPerFrame, to = last * lead.SamplesPerFrame;
        LabelledEcgFigure figure = new()
        {
            Title = $"ECG with its waves: record {key.Record}, lead {lead.Lead}, unfiltered",
            SamplingRateHz = rate,
            Millivolts = [.. record.ReadPhysical(signal, first, last).Select(value => value * factor)],
            Lead = lead.Lead,
            ConventionalWindows = !split.Data.Source.IsSynthetic,
            Waves = split.Data.Source.IsSynthetic ? TrueWaves(data, key.Record, from, to) : Windows(data, record, manifest, rate, from, to),
        };
        return figure with
        {
            Caption = figure.Caption with { Limits = $"{figure.Caption.Limits} The strip is as recorded, before the band-pass filter that the beats of the other figures went through." },
        };
    }

    /// <summary>Millivolts per unit; null where it is no voltage.</summary>
    private static double? MillivoltsPer(string units) => units.ToUpperInvariant() switch
    {
        "MV" => 1,
        "UV" or "µV" or "\u039CV" => 1e-3,
        "V" => 1e3,
        _ => null,
    };

    private static IReadOnlyList<WaveSpan> TrueWaves(string data, string record, long from, long to)
    {
        SyntheticTruth truth = SyntheticTruth.Load(data, record);
        return
        [
            .. Enumerable.Range(0, truth.BeatCount).Select(truth.Beat)
                .SelectMany(beat => beat.Waves.Select(wave => new WaveSpan(wave.Name, (int)(beat.Sample + wave.Onset - from), (int)(beat.Sample + wave.End - from))))
                .Where(wave => wave.End > 0 && wave.Start < to - from),
        ];
    }

    private static List<WaveSpan> Windows(string data, WfdbRecord record, Manifest manifest, double rate, long from, long to)
    {
        List<WaveSpan> spans = [];
        int strip = (int)(to - from);
        foreach (Annotation annotation in AnnotationFile.Read(Path.Combine(data, $"{record.Name}.{manifest.Train.Annotator}"), rate))
        {
            if (annotation.Sample < from || annotation.Sample >= to || !WaveWindow.StudyA.TryGetValue(AnnotationCodes.Symbol(annotation.Code), out IReadOnlyList<WaveWindow>? windows))
                continue;
            int r = (int)(annotation.Sample - from);
            spans.AddRange(windows.Select(window => new WaveSpan(window.Wave, At(window.FromMilliseconds), At(window.ToMilliseconds) + 1)));

            int At(double milliseconds) => r + (int)Math.Round(milliseconds / 1000 * rate);
        }

        return [.. spans.Where(span => span.End > 0 && span.Start < strip)];
    }
}
