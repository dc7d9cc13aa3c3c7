using System.Text.Json;
using FsCheck;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Evaluation;

public sealed class BinaryClassificationMetricsTests
{
    private static BinaryClassificationCatalog Catalog => new MLContext(1).BinaryClassification;

    public static TheoryData<string> Cases => [.. Section("binary").Select(element => element.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EvaluateNonCalibrated_GoldenRows_GivesItsMetrics(string name)
    {
        JsonElement golden = Case("binary", name), expected = golden.GetProperty("nonCalibrated");

        if (expected.TryGetProperty("error", out _))
            AssertError(expected, () => Catalog.EvaluateNonCalibrated(Load(golden)));
        else
            AssertEqual(expected, Catalog.EvaluateNonCalibrated(Load(golden)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_GoldenRows_GivesItsMetrics(string name)
    {
        JsonElement golden = Case("binary", name), expected = golden.GetProperty("calibrated");
        if (expected.TryGetProperty("error", out _))
        {
            AssertError(expected, () => Catalog.Evaluate(Load(golden)));
            return;
        }

        CalibratedBinaryClassificationMetrics actual = Catalog.Evaluate(Load(golden));

        AssertEqual(expected.GetProperty("all"), actual);
        GoldenNumbers.AssertEqual(expected.GetProperty("LogLoss").Number(), actual.LogLoss, "LogLoss");
        GoldenNumbers.AssertEqual(expected.GetProperty("LogLossReduction").Number(), actual.LogLossReduction, "LogLossReduction");
        GoldenNumbers.AssertEqual(expected.GetProperty("Entropy").Number(), actual.Entropy, "Entropy");
    }

    [Fact]
    public void EvaluateNonCalibrated_LabelsOfEveryKind_AreTheSame()
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(
        [
            new LabelKinds { Boolean = true, Single = 1, Double = 3, Key = 1, Score = 2 },
            new LabelKinds { Boolean = false, Single = -1, Double = 0, Key = 0, Score = -1 },
            new LabelKinds { Boolean = true, Single = 0.5f, Double = 1e-9, Key = 1, Score = -2 },
            new LabelKinds { Boolean = false, Single = 0, Double = -1, Key = 0, Score = 1 },
        ]);

        foreach (string label in (string[])["Single", "Double", "Key", "Boolean"])
        {
            BinaryClassificationMetrics metrics = Catalog.EvaluateNonCalibrated(data, label, predictedLabelColumnName: "Boolean");

            Assert.Equal([1, 1], metrics.ConfusionMatrix.Counts[0]);
            Assert.Equal([1, 1], metrics.ConfusionMatrix.Counts[1]);
        }
    }

    [Fact]
    public void EvaluateNonCalibrated_MissingLabels_AreSkipped()
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(
        [
            new LabelKinds { Single = 1, Score = 2 },
            new LabelKinds { Single = float.NaN, Score = 2 },
            new LabelKinds { Single = 0, Score = -2 },
        ]);

        BinaryClassificationMetrics metrics = Catalog.EvaluateNonCalibrated(data, "Single", predictedLabelColumnName: "Boolean");

        Assert.Equal(2, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
    }

    // Scores of few values, so that many are equal; the pair (true, false) makes both classes present.
    [Fact]
    public void EvaluateNonCalibrated_AnyScores_RocAreaIsTheShareOfPairsInOrder() => Prop.ForAll((bool[] labels, byte[] scores) =>
    {
        ScoredRows.BinaryRow[] rows =
        [
            new() { Label = true, Score = 1 }, new() { Label = false, Score = 2 },
            .. labels.Zip(scores, (label, score) => new ScoredRows.BinaryRow { Label = label, Score = score % 4 - 1 }),
        ];
        double inOrder = 0, pairs = 0;
        foreach ((ScoredRows.BinaryRow positive, ScoredRows.BinaryRow negative) in rows.Where(row => row.Label).SelectMany(_ => rows.Where(row => !row.Label), (p, n) => (p, n)))
        {
            pairs++;
            inOrder += positive.Score > negative.Score ? 1 : positive.Score == negative.Score ? 0.5 : 0;
        }

        BinaryClassificationMetrics metrics = Catalog.EvaluateNonCalibrated(new MLContext(1).Data.LoadFromEnumerable(rows));

        return Math.Abs(metrics.AreaUnderRocCurve - inOrder / pairs) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void EvaluateNonCalibrated_MoreRowsThanThePrecisionRecallCurveHolds_IsThatOfASample()
    {
        System.Random random = new(3);
        ScoredRows.BinaryRow[] rows =
            [.. Enumerable.Range(0, 250_000).Select(_ => new ScoredRows.BinaryRow { Label = random.Next(4) == 0, Score = random.NextSingle() })];

        BinaryClassificationMetrics metrics = Catalog.EvaluateNonCalibrated(new MLContext(1).Data.LoadFromEnumerable(rows));

        Assert.Equal(0.25, metrics.AreaUnderPrecisionRecallCurve, tolerance: 0.01);
        Assert.Equal(250_000, metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
    }

    [Fact]
    public void Evaluate_LabelColumnMissing_NamesColumnAndRole()
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable([new ScoredRows.BinaryRow()]);

        Errors.Require<ArgumentOutOfRangeException>("Lab column 'Label' not found", () => Catalog.Evaluate(data, "Lab"));
    }

    private static IDataView Load(JsonElement golden)
    {
        bool[] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(label => label.GetBoolean())];
        float[] scores = golden.GetProperty("scores").Singles(), probabilities = golden.GetProperty("probabilities").Singles();
        bool[]? predicted = golden.GetProperty("predicted") is { ValueKind: JsonValueKind.Array } given
            ? [.. given.EnumerateArray().Select(label => label.GetBoolean())]
            : null;
        return new MLContext(1).Data.LoadFromEnumerable(labels.Select((label, row) => new ScoredRows.BinaryRow
        {
            Label = label,
            Score = scores[row],
            Probability = probabilities[row],
            PredictedLabel = predicted?[row] ?? scores[row] > 0,
        }));
    }

    private static void AssertError(JsonElement expected, Action evaluate)
    {
        Exception? error = Errors.Innermost(evaluate);
        Assert.Equal(expected.GetProperty("error").GetString(), error?.GetType().Name);
        Assert.Equal(expected.GetProperty("message").GetString(), error?.Message);
    }

    private static void AssertEqual(JsonElement expected, BinaryClassificationMetrics actual)
    {
        GoldenNumbers.AssertEqual(expected.GetProperty("Accuracy").Number(), actual.Accuracy, "Accuracy");
        GoldenNumbers.AssertEqual(expected.GetProperty("AreaUnderRocCurve").Number(), actual.AreaUnderRocCurve, "AreaUnderRocCurve");
        GoldenNumbers.AssertEqual(expected.GetProperty("AreaUnderPrecisionRecallCurve").Number(), actual.AreaUnderPrecisionRecallCurve, "AreaUnderPrecisionRecallCurve");
        GoldenNumbers.AssertEqual(expected.GetProperty("F1Score").Number(), actual.F1Score, "F1Score");
        GoldenNumbers.AssertEqual(expected.GetProperty("PositivePrecision").Number(), actual.PositivePrecision, "PositivePrecision");
        GoldenNumbers.AssertEqual(expected.GetProperty("PositiveRecall").Number(), actual.PositiveRecall, "PositiveRecall");
        GoldenNumbers.AssertEqual(expected.GetProperty("NegativePrecision").Number(), actual.NegativePrecision, "NegativePrecision");
        GoldenNumbers.AssertEqual(expected.GetProperty("NegativeRecall").Number(), actual.NegativeRecall, "NegativeRecall");
        ConfusionMatrixAssert.Equal(expected, actual.ConfusionMatrix);
    }

    private sealed class LabelKinds
    {
        public bool Boolean { get; set; }

        public float Single { get; set; }

        public double Double { get; set; }

        [KeyType(2)]
        public uint Key { get; set; }

        public float Score { get; set; }
    }
}
