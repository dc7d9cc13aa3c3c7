using System.Text.Json;
using MlNetXai.Explanations.Methods;
using MlNetXai.Explanations.Tests.Models;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.Explanations.Tests.Methods;

public sealed class ShapleySegmentsTests
{
    public static TheoryData<string> Cases => GoldenModels.Ids("shapley-segments");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        IReadOnlyList<Segment> segments = Segments(golden);
        double[][] baselines = golden.BaselineOf().Rows;

        double[] values = golden.Twin((row, target, index) => Spread(segments, ShapleySegments.Reference(golden.Reference, row, target, baselines[index], segments)));

        GoldenModels.Close(golden.Expected, values, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Compares("shapley-segments")]
    public void Explain_GoldenNetwork_EqualsCaptum(string id)
    {
        GoldenCase golden = GoldenModels.Case(id);
        ShapleySegmentsOptions options = new() { Segments = Segmentation.OfLength(golden.Options.GetProperty("segment_length").GetInt32()), Baseline = golden.BaselineOf().Batch };

        Batch values = new ShapleySegments(options).Explain(golden.Engine, golden.Input.Batch, golden.Targets).Values;

        GoldenModels.Close(golden.Expected, GoldenModels.ToDouble(values.Values), 1e-5);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(1)]
    public void Measure_LinearModel_IsWeightTimesDistanceFromBaseline(int mostExact)
    {
        LinearModel model = new(1.0, 2.0, 4.0, -8.0, 16.0);
        Batch batch = new(1, 5, 1, new float[] { 1, 2, 1, 1, 3 });
        ShapleySegments method = new(new() { Segments = Segmentation.OfLength(2), Baseline = Baseline.Constant(1), MostExactSegments = mostExact, Pairs = 3 });

        RowShapley shares = Assert.Single(method.Measure(model, batch, [0]));

        GoldenModels.Close([2, 0, 32], shares.Values, 1e-6);
        Assert.All(shares.StandardErrors, error => Assert.Equal(0, error, 1e-6));
        Assert.Equal((49, 15), (shares.Score, shares.ScoreReplaced));
    }

    [Fact]
    public void Measure_DrawnOrders_SumToTheWholeAndStandNearTheExactValues()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        ShapleySegmentsOptions options = new() { Segments = Segmentation.Equal(8), Pairs = 200 };

        IReadOnlyList<RowShapley> exact = new ShapleySegments(options).Measure(model, input, targets);
        IReadOnlyList<RowShapley> drawn = new ShapleySegments(options with { MostExactSegments = 3 }).Measure(model, input, targets);

        for (int row = 0; row < input.Rows; row++)
        {
            Assert.Equal(exact[row].Score - exact[row].ScoreReplaced, drawn[row].Values.Sum(), 1e-6);
            for (int i = 0; i < 8; i++)
            {
                // Five standard errors: one value in a million lies further off.
                Assert.InRange(Math.Abs(drawn[row].Values[i] - exact[row].Values[i]), 0, (5 * drawn[row].StandardErrors[i]) + 1e-7);
                Assert.True(drawn[row].StandardErrors[i] > 0);
            }
        }
    }

    [Theory]
    [InlineData(5, SegmentFill.Baseline, ScoreKind.Logit)]
    [InlineData(4, SegmentFill.StraightLine, ScoreKind.Probability)]
    [InlineData(16, SegmentFill.Baseline, ScoreKind.Logit)]
    public void Measure_NetworkOfPlaces_EqualsItsPlainScores(int segments, SegmentFill fill, ScoreKind score)
    {
        Network network = Presets.FullyConvolutional(new(48, 1), ["a", "b", "c"], new() { Convolutions = [(6, 3), (8, 2), (5, 2)], Seed = 4 });
        Batch batch = NetworkFamilies.Rows(network, 9, rows: 3);
        ScoresOfWholeRows plain = new(network), local = new(network, network);
        ShapleySegments method = new(new() { Segments = Segmentation.Equal(segments), Fill = fill, Score = score, Baseline = Baseline.Constant(0.2f), MostExactSegments = 5, Pairs = 4 });

        IReadOnlyList<RowShapley> expected = method.Measure(plain, batch, [0, 1, 2]), actual = method.Measure(local, batch, [0, 1, 2]);

        for (int row = 0; row < 3; row++)
        {
            GoldenModels.Close(expected[row].Values, actual[row].Values, 1e-5);
            Assert.Equal(expected[row].ScoreReplaced, actual[row].ScoreReplaced, 1e-5);
        }

        // A place sees 5 steps: of segments of 3 up to three of them, and then whole rows are scored.
        Assert.Equal(segments == 16 ? plain.Rows : 3, local.Rows);
    }

    [Fact]
    public void Measure_DrawnOrders_DependOnSeedAndKeyAlone()
    {
        (Network model, Batch input, int[] targets) = GoldenModels.Lstm("lstm1");
        ShapleySegmentsOptions options = new() { Segments = Segmentation.Equal(6), MostExactSegments = 2, Pairs = 4 };

        double[] whole = new ShapleySegments(options).Measure(model, input, targets, rowKeys: [5, 6, 7])[1].Values;
        double[] alone = new ShapleySegments(options) { BatchRows = 3 }.Measure(model, input.Slice(1, 1), [targets[1]], rowKeys: [6])[0].Values;
        double[] otherSeed = new ShapleySegments(options with { Seed = 1 }).Measure(model, input, targets, rowKeys: [5, 6, 7])[1].Values;

        Assert.Equal(whole, alone);
        Assert.NotEqual(whole, otherSeed);
    }

    [Fact]
    public void Measure_SegmentsOfEachRow_LeavesAbsentOnesAtZero()
    {
        LinearModel model = new(1.0, 2.0, 4.0);
        Batch batch = new(2, 3, 1, new float[] { 1, 1, 1, 1, 1, 1 });

        IReadOnlyList<RowShapley> shares = new ShapleySegments().Measure(model, batch, [0, 0], [[new("P", 0, 1), new("T", 1, 3)], [new("P", 0, 0), new("T", 2, 3)]]);

        Assert.Equal([1, 6], shares[0].Values);
        Assert.Equal([0, 4], shares[1].Values);
        Assert.Equal(3, shares[1].ScoreReplaced);
    }

    [Fact]
    public void Explain_SeveralChannels_GivesEveryStepItsSegmentsValue()
    {
        LinearModel model = new(new RowShape(3, 2), [1, 10, 100, 1000, 10000, 100000], [0, 0, 0, 0, 0, 0]);
        Batch batch = new(1, 3, 2, new float[] { 1, 1, 1, 1, 1, 1 });

        Attribution attribution = new ShapleySegments(new() { Segments = Segmentation.OfLength(2) }).Explain(model, batch, [0]);

        Assert.Equal([1111, 1111, 110000], attribution.Values.Values.ToArray());
        Assert.Equal(0, attribution.Diagnostics["completeness-error"][0], 1e-6);
    }

    [Fact]
    public void Explain_StraightLines_LeavesALineWithoutShare()
    {
        LinearModel model = new(1.0, 1.0, 1.0, 1.0, 1.0, 1.0);
        Batch batch = new(1, 6, 1, new float[] { 1, 2, 3, 0, 5, 0 });

        Attribution attribution = new ShapleySegments(new() { Segments = Segmentation.OfLength(3), Fill = SegmentFill.StraightLine }).Explain(model, batch, [0]);

        Assert.Equal([0, 0, 0, 5, 5, 5], attribution.Values.Values.ToArray());
    }

    [Fact]
    public void Explain_TooManySegments_SaysThatValuesAreEstimates()
    {
        LinearModel model = new(1.0, 2.0, 4.0);

        Attribution attribution = new ShapleySegments(new() { Segments = Segmentation.OfLength(1), MostExactSegments = 2, Pairs = 2 }).Explain(model, new(1, 3, 1), [0]);

        Assert.StartsWith("1 of 1 rows have more than 2 segments", Assert.Single(attribution.Notes));
    }

    [Fact]
    public void Measure_OverlappingSegments_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ShapleySegments().Measure(new LinearModel(1.0, 2.0), new(1, 2, 1), [0], [[new("a", 0, 2), new("b", 1, 2)]]));

        Assert.StartsWith("Segment 'b' holds steps 1 to 2 (excluded); it must start at or behind 2", error.Message);
    }

    [Fact]
    public void Measure_SegmentsOfOtherRows_NamesBothCounts()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => new ShapleySegments().Measure(new LinearModel(1.0, 2.0), new(2, 2, 1), [0, 0], [[]]));

        Assert.Equal("There are segments of 1 rows, but the batch has 2 rows.", error.Message);
    }

    internal static IReadOnlyList<Segment> Segments(GoldenCase golden) =>
        Segmentation.OfLength(golden.Options.GetProperty("segment_length").GetInt32()).Over(golden.Input.Batch.Steps);

    internal static double[] Spread(IReadOnlyList<Segment> segments, double[] values) => [.. segments.SelectMany((segment, i) => Enumerable.Repeat(values[i], segment.Count))];

    /// <summary>Counts rows that are scored whole; gives logits of places where it has a model for them.</summary>
    private sealed class ScoresOfWholeRows(Network network, ILocalLogits? local = null) : ILocalLogits
    {
        public string Name => network.Name;

        public RowShape InputShape => network.InputShape;

        public IReadOnlyList<string> Classes => network.Classes;

        public IReadOnlyList<StepRange> Places => local?.Places ?? [];

        public int Rows { get; private set; }

        public void Logits(Batch batch, Span<float> logits)
        {
            Rows += batch.Rows;
            network.Logits(batch, logits);
        }

        public void LocalLogits(Batch batch, Span<double> logits) => local!.LocalLogits(batch, logits);
    }
}
