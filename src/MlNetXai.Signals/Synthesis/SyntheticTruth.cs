using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlNetXai.Signals.Synthesis;

/// <summary>What the beats of one synthetic record are made of; kept beside the record as <c>NAME.truth.json</c>.</summary>
/// <remarks>
/// <code>
/// {"record", "patient", "kind", "lead", "fs",
///  "beats": [{"sample": R, "label": "N",
///             "waves": [["P", onset, peak, end], …],                       samples from R, end excluded
///             "evidence": [[first, end], …],                               the same
///             "difference": {"start": first, "microvolts": [ … ]}}, …]}    the same; 0 elsewhere
/// </code>
/// The definitions are in <see cref="BeatTruth"/>.
/// </remarks>
public sealed class SyntheticTruth
{
    private const string Extension = ".truth.json";
    private readonly List<Entry> _beats;

    internal SyntheticTruth(string record, string patient, string kind, int samplingRateHz, List<Entry> beats) =>
        (Record, Patient, Kind, SamplingRateHz, _beats) = (record, patient, kind, samplingRateHz, beats);

    /// <summary>Name of the record.</summary>
    public string Record { get; }

    /// <summary>Name of the patient.</summary>
    public string Patient { get; }

    /// <summary>Which beats the patient mainly has: "N", "R", "/" or "mixed".</summary>
    public string Kind { get; }

    /// <summary>Samples per second.</summary>
    public int SamplingRateHz { get; }

    /// <summary>Number of beats whose R lies in the record.</summary>
    public int BeatCount => _beats.Count;

    /// <summary>Samples of a row before R: 0.2 s.</summary>
    internal int Before => SamplingRateHz * 2 / 10;

    /// <summary>Samples of a row from R on: 0.4 s.</summary>
    internal int After => SamplingRateHz * 4 / 10;

    /// <summary>How far a given R may lie from the true one: 150 ms in samples.</summary>
    internal int Tolerance => SamplingRateHz * 15 / 100;

    /// <summary>Whether a folder holds synthetic records with truth.</summary>
    public static bool Exists(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Extension).Any();

    /// <summary>The truth of a record.</summary>
    /// <param name="folder">Folder of the record.</param>
    /// <param name="record">Name of the record, without extension.</param>
    /// <exception cref="MlNetXaiException">The file is missing or damaged.</exception>
    public static SyntheticTruth Load(string folder, string record)
    {
        string path = PathOf(folder, record);
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MlNetXaiException(
                $"{path}: the truth of synthetic record '{record}' cannot be read ({error.Message}). Generate the records again.", path, inner: error);
        }
    }

    /// <summary>The truth of a record from its text.</summary>
    /// <param name="json">What <see cref="ToJson"/> or the file says.</param>
    /// <param name="place">Where it comes from, for messages.</param>
    /// <exception cref="MlNetXaiException">It is damaged.</exception>
    public static SyntheticTruth Parse(string json, string place)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            int rate = Require.Between(root.GetProperty("fs").GetInt32(), 1, 100_000);
            List<Entry> beats = [.. root.GetProperty("beats").EnumerateArray().Select(Entry.Read)];
            return new(Text(root, "record"), Text(root, "patient"), Text(root, "kind"), rate, beats);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException or ArgumentException)
        {
            throw new MlNetXaiException(
                $"{place}: not the truth of a synthetic record ({error.Message}). It must be as the generator writes it; generate the records again.", place, inner: error);
        }
    }

    /// <summary>The truth of the beat nearest to a sample, on the row cut around that sample.</summary>
    /// <param name="rSample">R of the row, in samples from the record's start.</param>
    /// <param name="truth">The truth, relative to <paramref name="rSample"/>.</param>
    /// <returns>False when no beat lies within 150 ms.</returns>
    public bool TryBeat(long rSample, [NotNullWhen(true)] out BeatTruth? truth) => TryBeat(rSample, Before, After, out truth);

    /// <summary>The truth of the beat nearest to a sample, on the row [R − before, R + after).</summary>
    /// <param name="rSample">R of the row, in samples from the record's start.</param>
    /// <param name="before">Samples of the row before R, at least 0.</param>
    /// <param name="after">Samples of the row from R on, at least 1.</param>
    /// <param name="truth">The truth, relative to <paramref name="rSample"/>.</param>
    /// <returns>False when no beat lies within 150 ms.</returns>
    public bool TryBeat(long rSample, int before, int after, [NotNullWhen(true)] out BeatTruth? truth)
    {
        Require.AtLeast(before, 0, nameof(before));
        Require.AtLeast(after, 1, nameof(after));
        truth = _beats.MinBy(b => Math.Abs(b.Sample - rSample)) is { } nearest && Math.Abs(nearest.Sample - rSample) <= Tolerance
            ? nearest.At(rSample, before, after)
            : null;
        return truth is not null;
    }

    /// <summary>The truth of a beat on the row around its own R.</summary>
    /// <param name="index">Beat, 0 … <see cref="BeatCount"/> − 1, in order of time.</param>
    public BeatTruth Beat(int index) => _beats[index].At(_beats[index].Sample, Before, After);

    internal static string PathOf(string folder, string record) => Path.Combine(folder, record + Extension);

    /// <summary>The truth as text, as the file beside the record has it.</summary>
    public string ToJson()
    {
        using MemoryStream text = new();
        Write(text);
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    internal void Write(string folder) => AtomicFile.Write(PathOf(folder, Record), Write);

    private void Write(Stream stream)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("record", Record);
        json.WriteString("patient", Patient);
        json.WriteString("kind", Kind);
        json.WriteString("lead", SyntheticEcg.Lead);
        json.WriteNumber("fs", SamplingRateHz);
        json.WriteStartArray("beats");
        foreach (Entry beat in _beats)
            beat.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new JsonException($"{name} is null");

    /// <summary>A beat as it is stored: everything relative to its own R, the difference as far as it is not 0.</summary>
    internal sealed record Entry(
        long Sample, string Label, IReadOnlyList<WaveTruth> Waves, IReadOnlyList<(int First, int End)> Evidence, int DifferenceStart, int[] DifferenceMicrovolts)
    {
        public static Entry Read(JsonElement element) => new(
            element.GetProperty("sample").GetInt64(),
            Text(element, "label"),
            [.. element.GetProperty("waves").EnumerateArray().Select(w => new WaveTruth(w[0].GetString() ?? "", w[1].GetInt32(), w[2].GetInt32(), w[3].GetInt32()))],
            [.. element.GetProperty("evidence").EnumerateArray().Select(e => (e[0].GetInt32(), e[1].GetInt32()))],
            element.GetProperty("difference").GetProperty("start").GetInt32(),
            [.. element.GetProperty("difference").GetProperty("microvolts").EnumerateArray().Select(v => v.GetInt32())]);

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteNumber("sample", Sample);
            json.WriteString("label", Label);
            json.WriteStartArray("waves");
            foreach (WaveTruth wave in Waves)
                json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[\"{wave.Name}\",{wave.Onset},{wave.Peak},{wave.End}]"));
            json.WriteEndArray();
            json.WriteStartArray("evidence");
            foreach ((int first, int end) in Evidence)
                json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{first},{end}]"));
            json.WriteEndArray();
            json.WriteStartObject("difference");
            json.WriteNumber("start", DifferenceStart);
            json.WriteStartArray("microvolts");
            foreach (int value in DifferenceMicrovolts)
                json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        /// <summary>The truth on the row [r − before, r + after).</summary>
        public BeatTruth At(long r, int before, int after)
        {
            int shift = (int)(Sample - r);
            bool[] evidence = new bool[before + after];
            foreach ((int first, int end) in Evidence)
            {
                for (int i = Math.Max(0, first + shift + before); i < Math.Min(evidence.Length, (long)end + shift + before); i++)
                    evidence[i] = true;
            }

            float[] difference = new float[before + after];
            for (int i = 0; i < DifferenceMicrovolts.Length; i++)
            {
                int at = DifferenceStart + i + shift + before;
                if (at >= 0 && at < difference.Length)
                    difference[at] = DifferenceMicrovolts[i] / 1000f;
            }

            return new(Sample, Label, [.. Waves.Select(w => w with { Onset = w.Onset + shift, Peak = w.Peak + shift, End = w.End + shift })], evidence, difference);
        }
    }
}
