using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.GoldenNumbers;

namespace MlNetXai.MLNet.Contract.Tests.Evaluation;

public sealed class CrossValidateTests
{
    [Fact]
    public void CrossValidate_Multiclass_EvaluatesTheRowsThatTheModelHasNotSeen()
    {
        CountingEstimator estimator = new();
        IDataView data = ScoredRows.Multiclass(
            Enumerable.Range(0, 300).Select(row => new ScoredRows.KeyRow { Label = (uint)(row % 3), Score = [row % 3 == 0 ? 1 : 0, 0.5f, 0] }).ToArray(), 3, 3);

        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> results =
            new MLContext(1).MulticlassClassification.CrossValidate(data, estimator, numberOfFolds: 4, seed: 2);

        Assert.Equal([0, 1, 2, 3], results.Select(result => result.Fold));
        Assert.Equal(300, results.Sum(result => result.Metrics.ConfusionMatrix.Counts.Sum(row => row.Sum())));
        for (int fold = 0; fold < 4; fold++)
        {
            int heldOut = CountingEstimator.Count(results[fold].ScoredHoldOutSet);
            Assert.Equal(300 - heldOut, estimator.RowsOfFits[fold]);
            Assert.Equal(heldOut, results[fold].Metrics.ConfusionMatrix.Counts.Sum(row => row.Sum()));
            Assert.NotNull(results[fold].Model);
        }
    }

    [Fact]
    public void CrossValidate_Binary_GivesCalibratedMetricsOfEachFold()
    {
        IDataView data = Binary();

        IReadOnlyList<TrainCatalogBase.CrossValidationResult<CalibratedBinaryClassificationMetrics>> results =
            new MLContext(1).BinaryClassification.CrossValidate(data, new CountingEstimator(), numberOfFolds: 3);

        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.Equal(1, result.Metrics.AreaUnderRocCurve));
        Assert.All(results, result => AssertEqual(-Math.Log2(0.75), result.Metrics.LogLoss, "LogLoss"));
    }

    [Fact]
    public void CrossValidateNonCalibrated_SamplingKey_KeepsGroupsTogether()
    {
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<BinaryClassificationMetrics>> results =
            new MLContext(1).BinaryClassification.CrossValidateNonCalibrated(Binary(), new CountingEstimator(), numberOfFolds: 3, samplingKeyColumnName: "Group");

        string[][] groups = [.. results.Select(result => result.ScoredHoldOutSet.GetColumn<string>("Group").Distinct().ToArray())];
        Assert.Equal(100, groups.Sum(group => group.Length));
        Assert.Equal(100, groups.SelectMany(group => group).Distinct().Count());
    }

    [Fact]
    public void CrossValidate_OneFold_SaysBound()
    {
        Errors.Require<ArgumentOutOfRangeException>("Must be more than 1", () => new MLContext(1).BinaryClassification.CrossValidate(Binary(), new CountingEstimator(), numberOfFolds: 1));
    }

    private static IDataView Binary() => new MLContext(1).Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(row => new GroupedRow
    {
        Group = $"p{row / 4}",
        Label = row % 2 == 0,
        Score = row % 2 == 0 ? 1 : -1,
        Probability = row % 2 == 0 ? 0.75f : 0.25f,
        PredictedLabel = row % 2 == 0,
    }).ToArray());

    private sealed class GroupedRow
    {
        public string Group { get; set; } = "";

        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    /// <summary>Learns nothing, counts the rows of each fit, and passes rows on as they are.</summary>
    private sealed class CountingEstimator : IEstimator<ITransformer>
    {
        public List<int> RowsOfFits { get; } = [];

        public static int Count(IDataView data)
        {
            using DataViewRowCursor cursor = data.GetRowCursor([]);
            int rows = 0;
            while (cursor.MoveNext())
                rows++;
            return rows;
        }

        public ITransformer Fit(IDataView input)
        {
            RowsOfFits.Add(Count(input));
            return new Identity();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class Identity : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
