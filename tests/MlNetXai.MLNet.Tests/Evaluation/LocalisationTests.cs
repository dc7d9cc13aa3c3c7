using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class LocalisationTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly LocalisationMeasureOptions Quick = new() { Bootstrap = new() { Draws = 50 } };

    private readonly List<BumpRows.Row> _rows = BumpRows.Make();

    [Fact]
    public void Localisation_FeaturesAsAttribution_FindTheBumps()
    {
        LocalisationMeasure measure = Context.Explanation.Localisation(View(), "Features", options: Quick);

        Assert.Equal([("all", 24), ("early", 12), ("late", 12)], measure.Classes.Select(figures => (figures.Class, figures.Rows)));
        Assert.All(measure.Classes, figures =>
        {
            Assert.Equal(1.0, figures.AveragePrecision.Estimate);
            Assert.Equal(0.25, figures.BaseRate.Estimate!.Value, 1e-12);
            Assert.Equal(1.0, figures.Pointing.Estimate);
        });
    }

    [Fact]
    public void Localisation_SeveralColumns_EqualsTheCoreOnArrays()
    {
        LocalisationMeasure measure = Context.Explanation.Localisation(View(), ["Features", "Evidence"], options: Quick with { Measure = new() { DilationSteps = 1 } });

        Batch batch = new(_rows.Count, BumpRows.Steps, 1, _rows.SelectMany(row => row.Features).ToArray());
        LocalisationResult expected = new Localisation(new() { DilationSteps = 1 }).Measure(batch, [.. _rows.Select(row => row.Evidence.Select(value => value == 1).ToArray())]);
        Assert.Equal(expected.Rows, measure.Results[0].Rows);
        Assert.Equal(6, measure.Classes.Count);
    }

    [Fact]
    public void Data_OfAMeasure_HasARowPerColumnClassAndFigure()
    {
        LocalisationMeasure measure = Context.Explanation.Localisation(View(), "Features", options: Quick);

        LocalisationRow[] rows = [.. Context.Data.CreateEnumerable<LocalisationRow>(measure.Data, reuseRowObject: false)];
        Assert.Equal(3 * 7, rows.Length);
        Assert.Equal(("late", "relevance-rank", 1.0, 12, 6), (rows[^1].Class, rows[^1].Figure, rows[^1].Value, rows[^1].Rows, rows[^1].Patients));
    }

    [Fact]
    public void Localisation_BooleanTruth_IsRead()
    {
        IDataView data = Context.Data.LoadFromEnumerable<BooleanRow>([new() { Values = [0, 2, 1], Truth = [false, true, false] }]);

        LocalisationMeasure measure = Context.Explanation.Localisation(data, "Values", "Truth", new() { LabelColumnName = null });

        Assert.Equal(1.0, Assert.Single(measure.Classes).AveragePrecision.Estimate);
        Assert.Contains("1 patients, no interval", measure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Localisation_RowsWithoutTruth_AreCountedAndAClassOfThemIsUndefined()
    {
        foreach (BumpRows.Row row in _rows.Where(row => row.Label == 1))
            row.Evidence.AsSpan().Clear();

        LocalisationMeasure measure = Context.Explanation.Localisation(View(), "Features", options: Quick);

        Assert.Equal((12, 12), (measure.Classes[0].Rows, measure.Classes[0].RowsWithoutTruth));
        Assert.Equal((0, null), (measure.Classes[2].Rows, measure.Classes[2].AveragePrecision.Estimate));
        Assert.Contains("undefined", measure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Localisation_NoTruthAtAll_SaysSo()
    {
        foreach (BumpRows.Row row in _rows)
            row.Evidence.AsSpan().Clear();

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Context.Explanation.Localisation(View(), "Features"));

        Assert.Contains("Column 'Evidence' is 0 in all 24 rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void Localisation_TruthNeitherZeroNorOne_NamesTheRow(float value)
    {
        _rows[2].Evidence[0] = value;

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.Localisation(View(), "Features"));

        Assert.Equal(("Evidence", 2), (error.Column, error.Row));
    }

    [Fact]
    public void Localisation_TruthOfAnotherLength_NamesBothLengths()
    {
        _rows[1].Evidence = new float[5];

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => Context.Explanation.Localisation(View(), "Features"));

        Assert.Contains("has 5 values; it needs 12", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing", "Could not find truth column 'Nothing'")]
    [InlineData("Patient", "Schema mismatch for truth column 'Patient': expected Vector<Single> of 0 and 1, or Vector<Boolean>, got String")]
    public void Localisation_TruthMissingOrOfAnotherType_NamesIt(string column, string message)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Context.Explanation.Localisation(View(), "Features", column));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private IDataView View() => BumpRows.View(Context, _rows);

    internal sealed class BooleanRow
    {
        [VectorType(3)]
        public float[] Values { get; set; } = [];

        [VectorType(3)]
        public bool[] Truth { get; set; } = [];
    }
}
