using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Evaluation;

public sealed class MulticlassClassificationMetricsTests
{
    public static TheoryData<string> Cases => [.. Section("multiclass").Select(element => element.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_GoldenRows_GivesItsMetrics(string name)
    {
        JsonElement golden = Case("multiclass", name), expected = golden.GetProperty("expected");
        IDataView data = Load(golden);
        int topK = golden.GetProperty("topK").GetInt32();
        MulticlassClassificationCatalog catalog = new MLContext(1).MulticlassClassification;

        if (expected.TryGetProperty("error", out JsonElement error))
        {
            Assert.Equal(error.GetString(), Errors.Innermost(() => catalog.Evaluate(data, topKPredictionCount: topK))?.GetType().Name);
            return;
        }

        AssertEqual(expected, catalog.Evaluate(data, topKPredictionCount: topK));
    }

    [Fact]
    public void Evaluate_SparseScores_AreTheirDenseValues()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(SparseRow));
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        IDataView data = new MLContext(1).Data.LoadFromEnumerable(
            [new SparseRow { Label = 1, Score = new(3, 1, [1f], [1]) }, new SparseRow { Label = 0, Score = new(3, 1, [1f], [2]) }], definition);

        MulticlassClassificationMetrics metrics = new MLContext(1).MulticlassClassification.Evaluate(data);

        Assert.Equal(0.5, metrics.MicroAccuracy);
        Assert.Equal(1, metrics.ConfusionMatrix.GetCountForClassPair(predictedClassIndicatorIndex: 2, actualClassIndicatorIndex: 0));
    }

    [Theory]
    [InlineData("Lab", "Score", "PredictedLabel")]
    [InlineData("Label", "Lab", "PredictedLabel")]
    [InlineData("Label", "Score", "Lab")]
    public void Evaluate_RoleColumnMissing_NamesColumn(string label, string score, string predicted)
    {
        IDataView data = ScoredRows.Multiclass([new ScoredRows.KeyRow { Score = [1, 0] }], 2, 2);

        Errors.Require<ArgumentOutOfRangeException>(label == "Lab" ? "Lab column 'Label' not found" : "Lab", () => new MLContext(1).MulticlassClassification.Evaluate(data, label, score, predicted));
    }

    [Fact]
    public void Evaluate_TextLabel_SaysWhatIsExpected()
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable([new TextRow()]);

        Errors.Require<ArgumentOutOfRangeException>("Schema mismatch for label column 'L': expected Single or Key, got String", () => new MLContext(1).MulticlassClassification.Evaluate(data, "L"));
    }

    [Fact]
    public void Evaluate_ScoreOfUnknownSize_SaysWhatIsExpected()
    {
        IDataView data = new MLContext(1).Data.LoadFromEnumerable([new ScoredRows.SingleRow { Score = [1, 0] }]);

        Errors.Require<ArgumentOutOfRangeException>("expected vector of two or more items of type Single, got Vector<Single>", () => new MLContext(1).MulticlassClassification.Evaluate(data));
    }

    private static IDataView Load(JsonElement golden)
    {
        string[] classes = [.. golden.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!)];
        float[][] scores = [.. golden.GetProperty("scores").EnumerateArray().Select(row => row.Singles())];
        string[]? slotNames = golden.GetProperty("scoreSlotNames").GetBoolean() ? classes : null;
        if (golden.GetProperty("labelSingles") is { ValueKind: JsonValueKind.Array } singles)
        {
            IEnumerable<ScoredRows.SingleRow> singleRows =
                singles.Singles().Zip(scores, (label, score) => new ScoredRows.SingleRow { Label = label, Score = score });
            return ScoredRows.Multiclass(singleRows, classes.Length, slotNames);
        }

        uint[] labels = [.. golden.GetProperty("labelKeys").EnumerateArray().Select(key => key.GetUInt32())];
        uint[] predicted = golden.GetProperty("predictedKeys") is { ValueKind: JsonValueKind.Array } keys
            ? [.. keys.EnumerateArray().Select(key => key.GetUInt32())]
            : labels;
        ScoredRows.KeyRow[] rows =
            [.. scores.Select((score, row) => new ScoredRows.KeyRow { Label = labels[row] - 1, Score = score, PredictedLabel = predicted[row] - 1 })];
        return ScoredRows.Multiclass(rows, golden.GetProperty("keyCount").GetInt32(), classes.Length, slotNames);
    }

    private static void AssertEqual(JsonElement expected, MulticlassClassificationMetrics actual)
    {
        GoldenNumbers.AssertEqual(expected.GetProperty("MicroAccuracy").Number(), actual.MicroAccuracy, "MicroAccuracy");
        GoldenNumbers.AssertEqual(expected.GetProperty("MacroAccuracy").Number(), actual.MacroAccuracy, "MacroAccuracy");
        GoldenNumbers.AssertEqual(expected.GetProperty("LogLoss").Number(), actual.LogLoss, "LogLoss");
        GoldenNumbers.AssertEqual(expected.GetProperty("LogLossReduction").Number(), actual.LogLossReduction, "LogLossReduction");
        GoldenNumbers.AssertEqual(expected.GetProperty("PerClassLogLoss").Numbers(), actual.PerClassLogLoss, "PerClassLogLoss");
        GoldenNumbers.AssertEqual(expected.GetProperty("TopKAccuracy").Number(), actual.TopKAccuracy, "TopKAccuracy");
        Assert.Equal(expected.GetProperty("TopKPredictionCount").GetInt32(), actual.TopKPredictionCount);
        if (expected.GetProperty("TopKAccuracyForAllK") is { ValueKind: JsonValueKind.Array } topK)
            GoldenNumbers.AssertEqual(topK.Numbers(), actual.TopKAccuracyForAllK, "TopKAccuracyForAllK");
        else
            Assert.Null(actual.TopKAccuracyForAllK);
        ConfusionMatrixAssert.Equal(expected, actual.ConfusionMatrix);
        Assert.Equal(expected.GetProperty("NumberOfClasses").GetInt32(), actual.ConfusionMatrix.NumberOfClasses);
    }

    private sealed class SparseRow
    {
        [KeyType(3)]
        public uint Label { get; set; }

        public VBuffer<float> Score { get; set; }

        [KeyType(3)]
        public uint PredictedLabel { get; set; }
    }

    private sealed class TextRow
    {
        public string L { get; set; } = "N";

        [VectorType(2)]
        public float[] Score { get; set; } = [0.5f, 0.5f];

        [KeyType(2)]
        public uint PredictedLabel { get; set; }
    }
}
