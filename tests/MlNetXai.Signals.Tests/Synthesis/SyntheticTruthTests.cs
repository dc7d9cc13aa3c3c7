using System.Text;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Synthesis;

public sealed class SyntheticTruthTests
{
    private const int Before = 72;
    private static readonly SyntheticEcgOptions Small = new() { Patients = 8, Seconds = 10, Seed = 42 };

    [Fact]
    public void Waves_EachBeat_AreThoseOfItsClassInOrder()
    {
        Dictionary<string, string[]> expected = new(StringComparer.Ordinal)
        {
            ["N"] = ["P", "Q", "R", "S", "T"],
            ["R"] = ["P", "Q", "R", "S", "T"],
            ["/"] = ["spike", "R", "S", "T"],
            ["V"] = ["R", "S", "T"],
        };

        Assert.All(DefaultSet.Beats, beat =>
        {
            Assert.Equal(expected[beat.Label], beat.Waves.Select(w => w.Name));
            Assert.All(beat.Waves, w => Assert.True(w.Onset <= w.Peak && w.Peak < w.End, $"{w}"));
            Assert.Equal(0, beat.Waves.Single(w => w.Name == "R").Peak);
        });
    }

    [Theory]
    [InlineData("N", new[] { "P", "Q", "R", "S" })]
    [InlineData("R", new[] { "S" })]
    [InlineData("/", new[] { "spike", "R", "S", "T" })]
    [InlineData("V", new[] { "R", "S", "T" })]
    public void Evidence_EachBeat_MarksTheWavesOfTheRule(string label, string[] waves)
    {
        foreach (BeatTruth beat in DefaultSet.Beats.Where(b => b.Label == label))
        {
            foreach (WaveTruth wave in beat.Waves.Where(w => waves.Contains(w.Name)))
            {
                for (int i = Math.Max(0, wave.Onset + Before); i < Math.Min(216, wave.End + Before); i++)
                    Assert.True(beat.Evidence[i]);
            }
        }
    }

    [Fact]
    public void Evidence_NormalAndRightBundleBeats_LiesInsideTheBoundsOfTheirWaves()
    {
        foreach (BeatTruth beat in DefaultSet.Beats.Where(b => b.Label is "N" or "R"))
        {
            string[] names = beat.Label == "N" ? ["P", "Q", "R", "S"] : ["S"];
            int first = beat.Waves.First(w => names.Contains(w.Name)).Onset, end = beat.Waves.Last(w => names.Contains(w.Name)).End;
            Assert.All(Marked(beat.Evidence), i => Assert.InRange(i - Before, first, end - 1));
            if (beat.Label == "N")
                Assert.DoesNotContain(Marked(beat.Evidence), i => i - Before >= beat.Waves[0].End && i - Before < beat.Waves[1].Onset);
        }
    }

    [Fact]
    public void Evidence_BeatsWithoutP_MarksItsAbsentPlace()
    {
        // P of N ends 150 − 2.5·22 = 95 ms before R, 20 % either way.
        Assert.All(DefaultSet.Beats.Where(b => b.Label is "/" or "V"), b => Assert.Contains(Marked(b.Evidence), i => i - Before is > -70 and < -40));
    }

    [Fact]
    public void Evidence_EveryBeat_IsNeitherEmptyNorTheWholeRow() => Assert.All(DefaultSet.Beats, b => Assert.InRange(Marked(b.Evidence).Count(), 15, 214));

    [Fact]
    public void Difference_EveryBeat_IsNotNegativeAndSeenInTheSignal() =>
        Assert.All(DefaultSet.Beats, b =>
        {
            Assert.All(b.Difference, d => Assert.True(d >= 0));
            Assert.InRange(b.Difference.Max(), b.Label == "N" ? 0.04 : 0.1, 5);
        });

    [Fact]
    public void Difference_RightBundleBeats_IsZeroInP() =>
        Assert.All(DefaultSet.Beats.Where(b => b.Label == "R"), b =>
        {
            // The atria are as in N; Q reaches back to 6 σ before its centre, at most 100 ms before R.
            for (int i = 0; i < Before - 36; i++)
                Assert.Equal(0, b.Difference[i]);
        });

    [Fact]
    public void Difference_BeatsOtherThanN_LiesMostlyWhereWavesAre() =>
        Assert.All(DefaultSet.Beats.Where(b => b.Label != "N"), b =>
        {
            // Beyond 2.5 σ of a wave 1.2 % of its area is left; the waves of N, which count too, lie in −230 … 70 ms and where T is.
            double inside = Enumerable.Range(0, 216).Where(i => b.Waves.Any(w => i - Before >= w.Onset && i - Before < w.End) || i - Before is > -83 and < 25).Sum(i => b.Difference[i]);
            Assert.True(inside > 0.75 * b.Difference.Sum(d => (double)d), $"{b.Label} at {b.Sample}: {inside:F3} of {b.Difference.Sum():F3}");
        });

    [Fact]
    public void Difference_VentricularBeat_IsThatOfTheCleanBeats()
    {
        SyntheticPatient patient = new("N", seed: 1, number: 3);
        const double R = 2.0, Rr = 0.9, Scale = 1.03;

        BeatTruth truth = new BeatTruthBuilder(patient, 360).Build("V", R, Rr, Scale).At(720, 72, 144);

        double[] ventricular = new double[216], normal = new double[216];
        foreach (Wave wave in patient.Form("V").Waves(Rr))
            wave.AddTo(ventricular, 720 - 72, 360, R, Scale);
        foreach (Wave wave in patient.Form("N").Waves(Rr))
            wave.AddTo(normal, 720 - 72, 360, R, Scale);
        for (int i = 0; i < 216; i++)
            Assert.Equal(Math.Abs(ventricular[i] - normal[i]), truth.Difference[i], 0.00051);   // stored in whole µV
    }

    [Fact]
    public void TryBeat_SampleBesideR_ShiftsTheRow()
    {
        SyntheticTruth truth = DefaultSet.Records[0].Truth;
        BeatTruth beat = truth.Beat(5);

        Assert.True(truth.TryBeat(beat.Sample + 3, out BeatTruth? shifted));

        Assert.Equal(beat.Label, shifted!.Label);
        Assert.Equal(beat.Waves[0].Onset - 3, shifted.Waves[0].Onset);
        Assert.Equal(beat.Evidence[3..], shifted.Evidence[..^3]);
        Assert.Equal(beat.Difference[3..], shifted.Difference[..^3]);
    }

    [Fact]
    public void TryBeat_UpTo150Milliseconds_FindsTheBeat()
    {
        SyntheticTruth truth = DefaultSet.Records[0].Truth;
        long r = truth.Beat(0).Sample;

        Assert.True(truth.TryBeat(r - 54, out _));
        Assert.False(truth.TryBeat(r - 55, out BeatTruth? none));
        Assert.Null(none);
    }

    [Fact]
    public void Load_WrittenRecord_IsTheTruthOfTheGenerator()
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, Small);
        SyntheticRecord made = SyntheticEcg.Generate(Small, 7);

        var loaded = SyntheticTruth.Load(folder.Path, "s008");

        Assert.Equal((made.Name, made.Patient, made.Kind, 360, made.Beats.Count), (loaded.Record, loaded.Patient, loaded.Kind, loaded.SamplingRateHz, loaded.BeatCount));
        foreach (Annotation beat in made.Beats)
        {
            Assert.True(made.Truth.TryBeat(beat.Sample, out BeatTruth? expected));
            Assert.True(loaded.TryBeat(beat.Sample, out BeatTruth? actual));
            Assert.Equal(expected.Waves, actual.Waves);
            Assert.Equal(expected.Evidence, actual.Evidence);
            Assert.Equal(expected.Difference, actual.Difference);
        }
    }

    [Fact]
    public void Exists_FolderWithAndWithoutTruth_SaysWhich()
    {
        using TemporaryFolder folder = new();
        Assert.False(SyntheticTruth.Exists(folder.Path));
        Assert.False(SyntheticTruth.Exists(folder.File("absent")));

        SyntheticEcg.Write(folder.Path, Small);

        Assert.True(SyntheticTruth.Exists(folder.Path));
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("{", "not the truth")]
    [InlineData("{}", "not the truth")]
    [InlineData("[]", "not the truth")]
    [InlineData("""{"fs":0,"beats":[]}""", "not the truth")]
    [InlineData("""{"fs":360,"beats":[{"sample":1e99}]}""", "not the truth")]
    [InlineData("""{"fs":360,"record":"a","patient":"a","kind":"N","beats":[{"sample":1,"label":"N","waves":[["P",1]]}]}""", "not the truth")]
    public void Load_DamagedFile_SaysPlaceAndRemedy(string? text, string expected)
    {
        using TemporaryFolder folder = new();
        if (text is not null)
            File.WriteAllText(folder.File("s001.truth.json"), text);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => SyntheticTruth.Load(folder.Path, "s001"));

        Assert.StartsWith(folder.File("s001.truth.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("enerate the records again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MutatedFile_NeverThrowsAnythingElse()
    {
        using TemporaryFolder folder = new();
        SyntheticEcg.Write(folder.Path, Small with { Seconds = 5 });
        byte[] whole = File.ReadAllBytes(folder.File("s001.truth.json"));
        Philox numbers = new(1, "truth mutations");

        for (uint i = 0; i < 300; i++)
        {
            byte[] mutated = [.. whole];
            Philox.Stream draws = numbers.Draws(i);
            for (int k = draws.Below(3); k >= 0; k--)
                mutated[draws.Below(mutated.Length)] = Encoding.ASCII.GetBytes("0123456789-[]{},\":e.")[draws.Below(20)];
            File.WriteAllBytes(folder.File("s001.truth.json"), mutated);
            Exception? error = Record.Exception(() => SyntheticTruth.Load(folder.Path, "s001").TryBeat(200, out _));
            Assert.True(error is null or MlNetXaiException, $"mutation {i}: {error}");
        }
    }

    private static IEnumerable<int> Marked(bool[] evidence) => Enumerable.Range(0, evidence.Length).Where(i => evidence[i]);

    [Fact]
    public void Parse_OfItsText_IsTheTruth()
    {
        SyntheticTruth truth = SyntheticEcg.Generate(new() { Patients = 8, Seconds = 10 }, 7).Truth;

        SyntheticTruth read = SyntheticTruth.Parse(truth.ToJson(), "a");

        Assert.Equal(truth.ToJson(), read.ToJson());
        Assert.Equal(truth.BeatCount, read.BeatCount);
    }

    [Fact]
    public void TryBeat_WiderRow_HoldsTheEvidenceOfTheUsualRow()
    {
        SyntheticTruth truth = SyntheticEcg.Generate(new() { Patients = 8, Seconds = 10 }, 7).Truth;
        long r = truth.Beat(3).Sample;

        Assert.True(truth.TryBeat(r, 72, 144, out BeatTruth? row));
        Assert.True(truth.TryBeat(r, 100, 200, out BeatTruth? wide));

        Assert.Equal(row.Evidence, wide.Evidence[28..244]);
    }
}
