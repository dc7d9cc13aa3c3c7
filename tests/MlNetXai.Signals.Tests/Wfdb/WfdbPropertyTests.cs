using FsCheck;
using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

/// <summary>What is written reads back as it was; pieces of a file do not show in its samples.</summary>
public sealed class WfdbPropertyTests
{
    private static readonly Gen<int> Stored = Gen.Frequency(
        Tuple.Create(12, Gen.Choose(-2047, 2047)), Tuple.Create(1, Gen.Constant(WfdbRecord.InvalidSample)), Tuple.Create(1, Gen.Elements(-2047, 2047, 0)));

    private static readonly Gen<string> Word =
        from length in Gen.Choose(1, 8)
        from letters in Gen.ArrayOf(length, Gen.Elements("abcXYZ019_-/()µ°".ToCharArray()))
        select new string(letters);

    private static readonly Gen<WfdbWriteSignal[]> Signals =
        from count in Gen.Choose(1, 4)
        from length in Gen.Choose(1, 60)
        from leads in Gen.ArrayOf(count, Word)
        from samples in Gen.ArrayOf(count, Gen.ArrayOf(length, Stored))
        from gains in Gen.ArrayOf(count, Gen.Choose(1, 400_000))
        from baselines in Gen.ArrayOf(count, Gen.Choose(-5000, 5000))
        select leads.Select((lead, i) => WfdbWriteSignal.FromDigital(lead, samples[i]) with { Gain = gains[i] / 7.0, Baseline = baselines[i], AdcZero = baselines[^(i + 1)] }).ToArray();

    private static readonly Gen<Annotation> AnyAnnotation =
        from sample in Gen.Frequency(Tuple.Create(5, Gen.Choose(1, 4000).Select(n => (long)n)), Tuple.Create(1, Gen.Choose(-5, int.MaxValue).Select(n => 3L * n)))
        from code in Gen.Choose(1, AnnotationCodes.Highest)
        from subtype in Gen.Choose(sbyte.MinValue, sbyte.MaxValue)
        from channel in Gen.Choose(0, 2)
        from number in Gen.Choose(sbyte.MinValue, sbyte.MaxValue)
        from text in Gen.Frequency(Tuple.Create(3, Gen.Constant<string?>(null)), Tuple.Create(1, Word.Select(w => (string?)w)))
        select new Annotation(sample, (byte)code, subtype, channel, number, text);

    [Theory]
    [InlineData(16)]
    [InlineData(212)]
    public void Write_AnySignals_ReadBackAsTheyWere(int format) => Prop.ForAll(Arb.From(Signals), signals =>
    {
        using TemporaryFolder folder = new();

        WfdbWriteResult result = WfdbWriter.Write(folder.Path, new() { Name = "r", SamplingRateHz = 123.25, Signals = signals, Format = format, Comments = ["one", "a b"] });

        WfdbRecord record = WfdbRecord.Open(result.HeaderPath);
        Assert.Equal((123.25, (long)signals[0].Length, signals.Length), (record.SamplingRateHz, record.FrameCount, record.Signals.Count));
        Assert.Equal(["one", "a b"], record.Header.Comments);
        for (int s = 0; s < signals.Length; s++)
        {
            WfdbSignal read = record.Signals[s];
            Assert.Equal((signals[s].Lead, signals[s].Gain, signals[s].Baseline, signals[s].AdcZero, format), (read.Lead, read.Gain, read.Baseline, read.AdcZero, read.Format));
            Assert.Equal(Enumerable.Range(0, signals[s].Length).Select(signals[s].Sample), record.ReadDigital(s).Select(v => v == WfdbRecord.InvalidSample ? double.NaN : v));
        }

        Assert.True(record.VerifyChecksums());
        Assert.Empty(record.Warnings);
        Assert.All(result.ClampedSamples, clamped => Assert.Equal(0, clamped));
    }).Check(Quick(150));

    [Fact]
    public void Write_Physical_ReadsBackWithinHalfAUnit() => Prop.ForAll(Arb.From(Gen.NonEmptyListOf(Gen.Choose(-20_000, 20_000))), values =>
    {
        using TemporaryFolder folder = new();
        double[] millivolts = [.. values.Select(v => v / 1999.0)];

        WfdbWriteResult result = WfdbWriter.Write(folder.Path, new() { Name = "r", SamplingRateHz = 360, Signals = [WfdbWriteSignal.FromPhysical("I", millivolts) with { Baseline = 1024 }] });

        double[] read = WfdbRecord.Open(result.HeaderPath).ReadPhysical(0);
        Assert.Equal(result.ClampedSamples[0], millivolts.Count(v => Math.Round((v * 200) + 1024) > 2047));
        for (int i = 0; i < read.Length; i++)
            Assert.Equal(Math.Min(millivolts[i], (2047 - 1024) / 200.0), read[i], 0.5 / 200 + 1e-12);
    }).Check(Quick(60));

    [Fact]
    public void Encode_AnyAnnotations_ParseBackSorted() => Prop.ForAll(Arb.From(Gen.ListOf(AnyAnnotation)), Arb.From(Gen.Elements<double?>(null, 100, 360.5)), (annotations, resolution) =>
    {
        byte[] bytes = AnnotationFile.Encode(annotations, resolution, "r.atr");

        AnnotationReading reading = AnnotationFile.Parse(bytes, resolution ?? 250, "r.atr");

        Assert.Equal(annotations.OrderBy(a => a.Sample).ThenBy(a => a.Channel).ThenBy(a => a.Number), reading.Annotations);
        Assert.Equal(resolution, reading.TimeResolutionHz);
        Assert.Empty(reading.Warnings);
    }).Check(Quick(300));

    [Theory]
    [MemberData(nameof(WfdbGoldenTests.Formats), MemberType = typeof(WfdbGoldenTests))]
    public void ReadDigital_LongRecordOfSeveralSignals_EqualsTheFormulaSampleBySample(int format)
    {
        // Long enough for several pieces, with 4 samples in a frame and an incomplete last group.
        const int Frames = 50_001;
        byte[] bytes = new byte[(int)SignalFormat.ByteCount(format, 4 * Frames)];
        Philox random = new(7, "bytes");
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)random.Block((uint)i).X0;
        int[] perFrame = [1, 2, 1];
        string header = $"r 3 250 {Frames}\n" + string.Concat(perFrame.Select((n, s) => $"r.dat {format}x{n} 200 0 5\n"));

        WfdbRecord record = WfdbRecord.Open("r", null, path => new MemoryStream(path == "r.hea" ? System.Text.Encoding.ASCII.GetBytes(header) : bytes));

        for (int s = 0, offset = 0; s < 3; offset += perFrame[s++])
        {
            int[] expected = new int[Frames * perFrame[s]];
            int sum = 5;
            for (int i = 0; i < expected.Length; i++)
            {
                int value = Twin(format, bytes, (i / perFrame[s] * 4) + offset + (i % perFrame[s]));
                sum = format == 8 ? sum + value : value;
                expected[i] = sum == SignalFormat.InvalidCode(format) ? WfdbRecord.InvalidSample : sum;
            }

            Assert.Equal(expected, record.ReadDigital(s));
            Assert.Equal(expected[(100 * perFrame[s])..(40_000 * perFrame[s])], record.ReadDigital(s, 100, 40_000));
            Assert.Equal(expected.Select(v => v == WfdbRecord.InvalidSample ? double.NaN : (v - 5) / 200.0), record.ReadPhysical(s));
        }
    }

    /// <summary>Sample k of a file, by the formulas of signal(5).</summary>
    private static int Twin(int format, byte[] b, int k)
    {
        int Unsigned(int at, int bytes) => Enumerable.Range(0, bytes).Sum(i => b[at + i] << (8 * i));
        int Signed(int value, int bits) => value >= 1 << (bits - 1) ? value - (1 << bits) : value;
        switch (format)
        {
            case 8:
                return Signed(b[k], 8);
            case 16:
                return Signed(Unsigned(2 * k, 2), 16);
            case 24:
                return Signed(Unsigned(3 * k, 3), 24);
            case 32:
                return BitConverter.ToInt32(b, 4 * k);
            case 61:
                return Signed((b[2 * k] * 256) + b[(2 * k) + 1], 16);
            case 80:
                return b[k] - 128;
            case 160:
                return Unsigned(2 * k, 2) - 32768;
            case 212:
                int pair = k / 2 * 3;
                return Signed(k % 2 == 0 ? b[pair] + (256 * (b[pair + 1] & 15)) : b[pair + 2] + (256 * (b[pair + 1] >> 4)), 12);
            case 310:
                int words = k / 3 * 4, w0 = Unsigned(words, 2);
                return Signed(k % 3 == 0 ? (w0 >> 1) & 1023 : k % 3 == 1 ? (Unsigned(words + 2, 2) >> 1) & 1023 : (w0 >> 11) + (32 * (Unsigned(words + 2, 2) >> 11)), 10);
            default:
                int at = k / 3 * 4;
                uint word = (uint)Enumerable.Range(0, Math.Min(4, b.Length - at)).Sum(i => (long)b[at + i] << (8 * i));
                return Signed((int)(word >> (10 * (k % 3))) & 1023, 10);
        }
    }

    private static Configuration Quick(int tests)
    {
        Configuration configuration = Configuration.QuickThrowOnFailure;
        configuration.MaxNbOfTest = tests;
        configuration.Replay = FsCheck.Random.StdGen.NewStdGen(20180713, 297);
        return configuration;
    }
}
