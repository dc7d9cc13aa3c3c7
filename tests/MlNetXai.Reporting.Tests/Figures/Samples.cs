using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;

namespace MlNetXai.Reporting.Tests.Figures;

/// <summary>One figure of every kind, from simple functions.</summary>
internal static class Samples
{
    public static readonly string[] Classes = ["N", "R", "/", "V"];

    public static readonly string[] Methods = ["input-derivative", "occlusion", "learned-mask"];

    private const string LongName = "a name that is far longer than any class, method, record or lead was ever called, and goes on & on until nobody can read it";

    private static readonly float[] Undefined = [.. Enumerable.Repeat(float.NaN, 216)];

    public static IEnumerable<Figure> All => [TemporalScores(), LabelledEcg(), Salience(), ScoreReduction(), MaskWeight(), TrainingHistory(), Confusion(), WaveShares(), SplitAccuracies(), ClassAverages(), Segments(), Agreement(), BeatPairs(), BeatAttributions()];

    /// <summary>Empty, single, undefined, extreme and badly named.</summary>
    public static IEnumerable<Figure> Edges =>
    [
        TemporalScores() with { Title = "no beats", Examples = [] },
        TemporalScores() with { Title = "one beat", Examples = [TemporalScores().Examples[0] with { Title = LongName, SufficientPrefix = 216 }], Classes = [LongName, "<R> & \"co\"", "/", "V"] },
        TemporalScores() with { Title = "undefined", Examples = [TemporalScores().Examples[0] with { Millivolts = Undefined, Probabilities = [.. Enumerable.Repeat(float.NaN, 864)], SufficientPrefix = 1 }] },
        LabelledEcg() with { Title = "empty strip", Millivolts = [], Waves = [] },
        LabelledEcg() with { Title = "one sample", Millivolts = [0.5], Waves = [new("R", -1, 1)], Lead = LongName },
        LabelledEcg() with { Title = "undefined", Millivolts = [.. Enumerable.Repeat(double.NaN, 300)] },
        Salience() with { Title = "no rows", Rows = [] },
        Salience() with { Title = "no methods", Methods = [], Rows = [new("N", Beat(0), [])] },
        Salience() with { Title = "undefined", Rows = [new(LongName, Undefined, [Undefined, SalienceOf(0, 0), Undefined])], Methods = [LongName, LongName, LongName] },
        Salience() with { Title = "five methods", Methods = ["a", "b", "c", "d", "e"], Rows = [new("N", Beat(0), [.. Enumerable.Range(0, 5).Select(m => SalienceOf(0, m))])] },
        ScoreReduction() with { Title = "main panel alone", ShareDeleted = [], PairedRandom = [], Shares = [], FixedShare = [] },
        ScoreReduction() with { Title = "nothing", Alpha = [], Reduction = [], ShareDeleted = [], PairedRandom = [], Shares = [], FixedShare = [] },
        ScoreReduction() with { Title = "one threshold, undefined and huge", Alpha = [0.5], Reduction = [new("a", [double.NaN]), new(LongName, [new(1e9, -1e9, 3e9)])], ShareDeleted = [], PairedRandom = [], FixedShare = [] },
        ScoreReduction() with { Title = "small values", Reduction = [.. Methods.Select((name, m) => Curve(name, m, 1e-4))], PairedRandom = [.. Methods.Select((name, m) => Curve(name, m, 1e-5))] },
        ScoreReduction() with { Title = "sixteen methods", Reduction = Sixteen(1), ShareDeleted = [], PairedRandom = Sixteen(0.5), Shares = [], FixedShare = [] },
        MaskWeight() with { Title = "no curves", Curves = [], Chosen = null },
        MaskWeight() with { Title = "undefined", Curves = [new(1, [.. Alpha.Select(_ => (Estimate)double.NaN)])], Chosen = 1 },
        TrainingHistory() with { Title = "no epochs", History = [], BestEpoch = 0 },
        TrainingHistory() with { Title = "one epoch", History = [new(1, 1.2, double.NaN)], BestEpoch = 1 },
        TrainingHistory() with { Title = "two epochs, the last kept", History = [new(1, 1.2, 1.3), new(2, 1.1, 1.25)], BestEpoch = 2 },
        Confusion() with { Title = "no classes", Classes = [], Counts = [] },
        Confusion() with { Title = "one class without beats", Classes = [LongName], Counts = [[0]] },
        Confusion() with { Title = "many beats", Classes = [LongName, "b"], Counts = [[long.MaxValue / 4, 1], [1, long.MaxValue / 4]] },
        WaveShares() with { Title = "none", Shares = [] },
        WaveShares() with { Title = "one", Shares = [new("N", "spike", LongName, double.NaN, double.NaN)] },
        WaveShares() with { Title = "sixteen methods", Shares = [.. new[] { "P", "T" }.SelectMany(wave => Enumerable.Range(1, 16).Select(i => new WaveShare("N", wave, $"method {i}", new Estimate(0.02 * i, 0.015 * i, 0.03 * i), 0.1)))] },
        SplitAccuracies() with { Title = "none", Splits = [] },
        SplitAccuracies() with { Title = "one", Splits = [new(LongName, double.NaN, 0.25, double.NaN)], Published = null },
        BeatAttributions() with { Title = "no rows", Rows = [] },
        BeatAttributions() with { Title = "no methods", Methods = [], Rows = [new("N", Beat(0), [])] },
        BeatAttributions() with { Title = "undefined", Rows = [new(LongName, Undefined, [Undefined, new float[216], Undefined])], Methods = [LongName, LongName, LongName] },
        ClassAverages() with { Title = "small", Panels = [new("N", 1, 1, [.. Beat(0).Select(value => Around(1e-4 * value, 2e-5))], [.. Beat(0)])] },
        ClassAverages() with { Title = "none", Panels = [] },
        ClassAverages() with { Title = "undefined", Panels = [new(LongName, 0, 0, Unknown, Unknown)] },
        Segments() with { Title = "none", Panels = [] },
        Segments() with { Title = "small values", Panels = [.. new[] { 1.4e-4, 3e-4, -2e-7, 4e5 }.Select(value => new SegmentPanel("N", 3, 1, [.. Beat(0)], [new("P", 0, 100, new(value)), new("T", 100, 216, new(-0.3 * value))]))] },
        Segments() with { Title = "absent segments", Quantity = LongName, Panels = [new(LongName, 1, 1, [.. Beat(0)], [new(LongName, double.NaN, double.NaN, double.NaN), new("T", 100, 400, new(1, 0.5, 2))]), new("N", 0, 0, [.. Unknown.Select(value => value.Value)], [])] },
        Agreement() with { Title = "none", Methods = [], Values = [] },
        Agreement() with { Title = "one", Methods = [LongName], Values = [[1]] },
        Agreement() with { Title = "fourteen methods", Methods = [.. Enumerable.Range(1, 14).Select(i => $"{i} {LongName}")], Values = [.. Enumerable.Range(1, 14).Select(i => Enumerable.Range(1, 14).Select(j => i == 3 ? double.NaN : new Estimate(Math.Cos(i * j), -1, 1)).ToArray())] },
        BeatPairs() with { Title = "none", Pairs = [] },
        BeatPairs() with { Title = "undefined", Pairs = [new(LongName, LongName, [.. Unknown.Select(value => value.Value)], [.. Unknown.Select(value => value.Value)], 200, 400)] },
        SplitAccuracies() with { Title = "all right", Splits = [new("a", new(1, 1, 1), new(1, 1, 1), 1)], Published = 1 },
    ];

    public static TemporalScoresFigure TemporalScores() => new()
    {
        Title = "Temporal output scores along beats",
        Classes = Classes,
        Examples = [.. Enumerable.Range(0, 4).Select(c => new TemporalScoresExample($"{Classes[c]}: record {100 + c}", c, Beat(c), Probabilities(c), 90 + (20 * c)))],
    };

    public static LabelledEcgFigure LabelledEcg() => new()
    {
        Title = "ECG with P, Q, R, S and T labelled",
        SamplingRateHz = 360,
        Lead = "MLII",
        Millivolts = [.. Enumerable.Range(0, 1080).Select(i => (double)Wave(0, ((i + 60) % 300) - 100))],
        Waves =
        [
            .. Enumerable.Range(0, 5).SelectMany(beat => new[] { ("P", -74, -34), ("Q", -17, -3), ("R", -3, 3), ("S", 3, 19), ("T", 48, 129) }
                .Select(wave => new WaveSpan(wave.Item1, wave.Item2 + (beat * 300) + 40, wave.Item3 + (beat * 300) + 40))),
        ],
        ConventionalWindows = true,
    };

    public static SalienceFigure Salience() => new()
    {
        Title = "Beats with salience as colour",
        Methods = Methods,
        Rows = [.. Classes.Select((name, c) => new SalienceRow(name, Beat(c), [.. Methods.Select((_, m) => SalienceOf(c, m))]))],
    };

    public static ScoreReductionFigure ScoreReduction() => new()
    {
        Title = "Score reduction over the threshold α",
        Alpha = Alpha,
        Reduction = [.. Methods.Select((name, m) => Curve(name, m, 1)), Curve("random", 0, 0.35) with { IsBaseline = true }],
        ShareDeleted = [.. Methods.Select((name, m) => new Curve(name, [.. Alpha.Select(alpha => (Estimate)Math.Pow(1 - alpha, 1 + m))]))],
        PairedRandom = [.. Methods.Select((name, m) => Curve(name, m, 0.5))],
        Shares = [.. Enumerable.Range(1, 19).Select(i => i * 0.05)],
        FixedShare = [.. Methods.Select((name, m) => new Curve(name, [.. Enumerable.Range(1, 19).Select(i => new Estimate(Math.Sqrt(i) * (m + 1), Math.Sqrt(i) * (m + 0.6), Math.Sqrt(i) * (m + 1.4)))]))],
    };

    public static MaskWeightFigure MaskWeight() => new()
    {
        Title = "Learned mask: choice of λ1 on validation beats",
        Alpha = Alpha,
        Curves = [.. new[] { 1e-4, 1e-3, 1e-2, 1e-1, 1 }.Select((lambda, i) => new MaskWeightCurve(lambda, Curve("", i, 1).Values))],
        Chosen = 1e-2,
    };

    public static TrainingHistoryFigure TrainingHistory() => new()
    {
        Title = "Training history",
        History = [.. Enumerable.Range(1, 100).Select(epoch => new TrainingHistoryPoint(epoch, 1.4 * Math.Exp(-epoch / 18.0), 0.25 + (1.1 * Math.Exp(-epoch / 12.0)) + (0.004 * epoch)))],
        BestEpoch = 38,
    };

    public static ConfusionFigure Confusion() => new()
    {
        Title = "Confusion matrix, test beats",
        Classes = Classes,
        Counts = [[13021, 410, 12, 517], [881, 371, 0, 0], [3, 0, 1366, 1], [120, 4, 33, 853]],
    };

    public static WaveShareFigure WaveShares() => new()
    {
        Title = "Share of salience inside each wave's window",
        Shares =
        [
            .. Classes.SelectMany((name, c) => new[] { ("P", 0.18), ("Q", 0.07), ("R", 0.03), ("S", 0.075), ("T", 0.37) }
                .SelectMany((wave, w) => Methods.Select((method, m) => new WaveShare(
                    name, wave.Item1, method, c == 3 && w == 0 ? double.NaN : new Estimate(wave.Item2 * (0.6 + (0.4 * m)), wave.Item2 * (0.4 + (0.3 * m)), wave.Item2 * (0.9 + (0.5 * m))), wave.Item2)))),
        ],
    };

    public static SplitAccuracyFigure SplitAccuracies() => new()
    {
        Title = "Test accuracy of five patient splits",
        Splits = [.. Enumerable.Range(1, 5).Select(i => new SplitAccuracy($"split {i} ({(i == 1 ? 100 : 12)} epochs)", new(0.8 + (0.02 * i), 0.7, 0.95), new(0.55 + (0.03 * i), 0.4, 0.8), 0.63 + (0.04 * i)))],
        Published = 0.803,
    };

    public static BeatAttributionFigure BeatAttributions() => new()
    {
        Title = "One beat of each class, explained",
        Methods = Methods,
        Rows = [.. Classes.Select((name, c) => new BeatAttribution(name, Beat(c), [.. Methods.Select((_, m) => SalienceOf(c, m).Select((value, step) => value - (0.6f * SalienceOf(c, 0)[(step + 40) % 216])).ToArray())]))],
    };

    public static ClassAverageFigure ClassAverages() => new()
    {
        Title = "Integrated gradients, average over each class",
        Method = "integrated-gradients",
        Panels =
        [
            .. Classes.Select((name, c) => new ClassAveragePanel(
                name,
                13960 / (1 + c),
                9 - c,
                [.. SalienceOf(c, 1).Select((value, step) => Around((0.8 * value) - (0.3 * SalienceOf(c, 2)[(step + 60) % 216]), 0.1 + (0.05 * c)))],
                [.. Beat(c).Select(value => Around(value, 0.15))])),
        ],
    };

    public static SegmentFigure Segments() => new()
    {
        Title = "Integrated gradients in 11 segments of the beat",
        Method = "integrated-gradients",
        Panels =
        [
            .. Classes.Select((name, c) => new SegmentPanel(
                name,
                13960 / (1 + c),
                9 - c,
                [.. Beat(c)],
                [
                    .. c % 2 == 0
                        ? Enumerable.Range(0, 11).Select(s => new SegmentValue($"{s + 1}", s * 216 / 11, (s + 1) * 216 / 11, Around(0.4 * Math.Sin(s + c), 0.1)))
                        : new[] { ("TP1", 0, 10), ("P onset–peak", 10, 22), ("P peak–end", 22, 36), ("PR segment", 36, 60), ("Q", 60, 66), ("R up", 66, 72), ("R down (S)", 72, 84), ("ST", 84, 140), ("T onset–peak", 140, 170), ("T peak–end", 170, 196), ("TP2", 196, 216) }
                            .Select((part, s) => new SegmentValue(part.Item1, part.Item2, part.Item3, s == 1 && c == 3 ? double.NaN : Around(0.02 * Math.Sin(2 * s), 0.005))),
                ])),
        ],
    };

    public static AgreementFigure Agreement() => new()
    {
        Title = "Agreement between methods",
        Measure = "Spearman rank correlation",
        Methods = [.. Methods, "integrated-gradients", "grad-cam", "shapley-segments"],
        Values = [.. Enumerable.Range(0, 6).Select(i => Enumerable.Range(0, 6).Select(j => Around(i == j ? 1 : Math.Cos(0.5 * (i + j)), 0.06)).ToArray())],
    };

    public static BeatPairFigure BeatPairs() => new()
    {
        Title = "What would change the class",
        Pairs = [.. Classes.Select((name, c) => new BeatPair($"{name} → {Classes[(c + 1) % 4]}", $"{20 * c} ms changed", [.. Beat(c)], [.. Beat(c).Select((value, step) => step is >= 60 and < 80 ? value * 0.5 : double.NaN)], 60, 20 * Math.Min(c, 1)))],
    };

    private static Estimate[] Unknown => [.. Enumerable.Repeat((Estimate)double.NaN, 216)];

    private static Estimate Around(double value, double half) => new(value, value - half, value + half);

    public static double[] Alpha => [.. Enumerable.Range(0, 21).Select(i => i * 0.05)];

    public static float[] Beat(int c) => [.. Enumerable.Range(0, 216).Select(step => Wave(c, step - 72))];

    public static float[] SalienceOf(int c, int m) =>
        [.. Enumerable.Range(0, 216).Select(step => (float)Math.Exp(-0.5 * Math.Pow((step - 72 - (10 * c)) / (8.0 + (12 * m)), 2)))];

    private static float[] Probabilities(int c)
    {
        float[] result = new float[216 * Classes.Length];
        for (int step = 0; step < 216; step++)
        {
            double settled = 1 / (1 + Math.Exp(-(step - 90 - (20 * c)) / 6.0));
            for (int k = 0; k < Classes.Length; k++)
                result[(step * Classes.Length) + k] = (float)((settled * (k == c ? 0.94 : 0.02)) + ((1 - settled) * (k == 0 ? 0.7 : 0.1)));
        }

        return result;
    }

    /// <summary>Sum of waves, mV, at a step from R at 360 Hz; wider and without P from class 2 on.</summary>
    private static float Wave(int c, int step)
    {
        double ms = step / 0.36, wide = c < 2 ? 1 : 2.4;
        double Bump(double center, double amplitude, double sigma) => amplitude * Math.Exp(-0.5 * Math.Pow((ms - center) / sigma, 2));
        return (float)(Bump(-150, c < 2 ? 0.13 : 0, 22) + Bump(-28, c < 2 ? -0.1 : 0, 8) + Bump(0, 1.1 + (0.15 * c), 11 * wide)
            + Bump(28 * wide, -0.22 - (0.1 * c), 10 * wide) + Bump(280, c < 2 ? 0.28 : -0.4, 50));
    }

    private static Curve[] Sixteen(double height) => [.. Enumerable.Range(0, 16).Select(m => Curve($"method {m + 1}", m, height))];

    private static Curve Curve(string name, int m, double height) => new(
        name,
        [.. Alpha.Select(alpha => 4 * height * (m + 1) * alpha * (1.02 - alpha)).Select(value => new Estimate(value, 0.8 * value, 1.25 * value))]);
}
