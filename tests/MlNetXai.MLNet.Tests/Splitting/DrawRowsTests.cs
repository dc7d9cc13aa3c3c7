using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Splitting;
using Xunit;

namespace MlNetXai.MLNet.Tests.Splitting;

public sealed class DrawRowsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void DrawRows_OfAView_AreThoseOfTheCore()
    {
        IDataView view = TinyData.Keyed(_context, 60);
        TinyData.Row[] rows = TinyData.Rows(60);
        int[] expected = RowSelection.Draw(
            [.. Enumerable.Range(0, 60)], [.. rows.Select(row => Array.IndexOf(TinyData.Classes, row.Label))], [.. rows.Select(row => row.Patient)], 3, 12, 5);

        IDataView drawn = _context.Data.DrawRows(view, 12, seed: 5);

        Assert.Equal(expected.Select(row => (long)row), drawn.GetColumn<long>("Id"));
    }

    [Fact]
    public void DrawRows_OfMoreThanThereAre_GivesAll() => Assert.Equal(20, _context.Data.DrawRows(TinyData.View(_context, 20), 900).GetColumn<long>("Id").Count());

    [Fact]
    public void DrawRows_WithoutThePatientNamed_SaysSo()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.DrawRows(TinyData.View(_context), 5, patientColumnName: "Who"));

        Assert.Contains("'Who'", error.Message, StringComparison.Ordinal);
    }
}
