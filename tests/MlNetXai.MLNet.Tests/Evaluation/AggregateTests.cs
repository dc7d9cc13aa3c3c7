using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class AggregateTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly AggregateOptions Quick = new() { Bootstrap = new() { Draws = 50 } };

    private readonly List<BumpRows.Row> _rows = BumpRows.Make();

    [Fact]
    public void Aggregate_OfAColumn_EqualsTheCoreOnArrays()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(View(), "Features", options: Quick);

        Batch batch = new(_rows.Count, BumpRows.Steps, 1, _rows.SelectMany(row => row.Features).ToArray());
        IReadOnlyList<ClassAverage> expected = ClassAverages.Measure(
            batch, [.. _rows.Select(row => (int)row.Label)], BumpRows.Classes, new([.. _rows.Select(row => row.Patient)], Quick.Bootstrap));
        Assert.All(expected.Zip(aggregate.Classes), pair =>
        {
            Assert.Equal((pair.First.Class, pair.First.Rows, pair.First.Patients), (pair.Second.Class, pair.Second.Rows, pair.Second.Patients));
            Assert.Equal(pair.First.Mean, pair.Second.Mean);
            Assert.Equal(pair.First.StandardDeviation, pair.Second.StandardDeviation);
        });
    }

    [Fact]
    public void Data_OfAnAggregate_HasARowPerClassAndSlot()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(View(), "Features", options: Quick);

        AggregateRow[] rows = [.. Context.Data.CreateEnumerable<AggregateRow>(aggregate.Data, reuseRowObject: false)];
        Assert.Equal(24, rows.Length);
        Assert.Equal(("late", 8, 12, 6), (rows[20].Class, rows[20].Slot, rows[20].Rows, rows[20].Patients));
        Assert.InRange(rows[20].Mean, 1.8, 2.2);
        Assert.InRange(rows[20].Mean, rows[20].Low, rows[20].High);
    }

    [Fact]
    public void Aggregate_TextLabel_GroupsByTextInOrdinalOrder()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(View(), "Features", "Patient", Quick);

        Assert.Equal(["p0", "p1", "p2", "p3", "p4", "p5"], aggregate.Classes.Select(average => average.Class));
    }

    [Fact]
    public void Aggregate_ClassWithoutRows_IsNamedAndHasNoNumbers()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(BumpRows.View(Context, [.. _rows.Where(row => row.Label == 0)]), "Features", options: Quick);

        Assert.Equal(0, aggregate.Classes[1].Rows);
        Assert.Contains("no rows", aggregate.ToString(), StringComparison.Ordinal);
        Assert.Equal(12, Context.Data.CreateEnumerable<AggregateRow>(aggregate.Data, reuseRowObject: false).Count());
    }

    [Fact]
    public void Aggregate_OfRowsClassifiedRight_LeavesTheOthersOut()
    {
        Answered[] rows = [.. _rows.Select((row, i) => new Answered { Features = row.Features, Label = $"{row.Label}", Answer = i % 3 == 0 ? "other" : $"{row.Label}" })];
        AggregateOptions right = Quick with { PredictedLabelColumnName = nameof(Answered.Answer) };

        AttributionAggregate aggregate = Context.Explanation.Aggregate(Context.Data.LoadFromEnumerable(rows), "Features", options: right);

        AttributionAggregate expected = Context.Explanation.Aggregate(Context.Data.LoadFromEnumerable(rows.Where((_, i) => i % 3 != 0)), "Features", options: Quick);
        Assert.Equal(16, aggregate.Classes.Sum(average => average.Rows));
        Assert.Equal(expected.Classes[1].Mean, aggregate.Classes[1].Mean);
        Assert.Contains("of rows classified right", aggregate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregate_NoRowClassifiedRight_NamesBothColumns()
    {
        AggregateOptions right = Quick with { PredictedLabelColumnName = "Patient" };

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Context.Explanation.Aggregate(View(), "Features", options: right));

        Assert.StartsWith($"All {_rows.Count} rows are predicted as another class ('Patient') than they are ('Label')", error.Message);
    }

    [Fact]
    public void Aggregate_OfNormalisedRows_IsThatOfRowsDividedByTheirLargestMagnitude()
    {
        AttributionAggregate aggregate = Context.Explanation.Aggregate(View(), "Features", options: Quick with { NormaliseRows = true });

        foreach (BumpRows.Row row in _rows)
        {
            float largest = row.Features.Max(Math.Abs);
            for (int i = 0; i < row.Features.Length; i++)
                row.Features[i] /= largest;
        }

        Assert.Equal(Context.Explanation.Aggregate(View(), "Features", options: Quick).Classes[1].Mean, aggregate.Classes[1].Mean);
        Assert.Contains("each row divided by its largest magnitude", aggregate.ToString(), StringComparison.Ordinal);
        Assert.Contains("each row divided by its largest magnitude", aggregate.ToFigure(new() { Steps = BumpRows.Steps }).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregate_LabelMissing_NamesTheRow()
    {
        // A key beyond the last class is missing to ML.NET.
        _rows[4].Label = 7;

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.Aggregate(View(), "Features"));

        Assert.Equal(("Label", 4), (error.Column, error.Row));
    }

    [Fact]
    public void Aggregate_NaN_NamesTheRow()
    {
        _rows[4].Features[0] = float.NaN;

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.Aggregate(View(), "Features"));

        Assert.Equal(("Features", 4), (error.Column, error.Row));
    }

    [Fact]
    public void Aggregate_LabelOfNumbers_NamesTheTypesThatDo()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.Aggregate(View(), "Features", "Evidence"));

        Assert.Contains("expected String, Key, Int32 or Int64, got Vector<Single, 12>", error.Message, StringComparison.Ordinal);
    }

    private IDataView View() => BumpRows.View(Context, _rows);

    private sealed class Answered
    {
        [VectorType(BumpRows.Steps, 1)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public string Answer { get; set; } = "";
    }
}
