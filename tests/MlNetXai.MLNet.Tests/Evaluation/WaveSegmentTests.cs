using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Evaluation;
using Xunit;

namespace MlNetXai.MLNet.Tests.Evaluation;

public sealed class WaveSegmentTests
{
    private const int Steps = 20;

    private static readonly SegmentMeasureOptions ByWaves = new() { WavesColumnName = "Waves", Bootstrap = new() { Draws = 100 } };

    private readonly MLContext _context = new(seed: 1);

    /// <summary>Rows of which the second half begins a step later.</summary>
    private readonly List<Row> _rows = [.. Enumerable.Range(0, 8).Select(row => new Row
    {
        Attribution = [.. Enumerable.Range(0, Steps).Select(step => (float)((row * 100) + step))],
        Label = row % 2 == 0 ? "N" : "V",
        Patient = $"p{row % 4}",
        Waves = [.. new float[] { 1, 2, 4, 6, 7, 8, 8, 9, 10, 10, 11, 12, 14, 16, 18 }.Select(bound => bound + (row / 4))],
    })];

    [Fact]
    public void Segments_ByWaves_CutsEveryRowAtItsOwn()
    {
        SegmentMeasure measure = _context.Explanation.Segments(View(), "Attribution", options: ByWaves);

        PatientBootstrap bootstrap = new([.. _rows.Select(row => row.Patient)], ByWaves.Bootstrap);
        IReadOnlyList<Segment>?[] cuts = [.. Enumerable.Range(0, 8).Select(row => BeatSegments.ByWaves(Waves(row / 4), Steps))];
        IReadOnlyList<SegmentAverage> expected = BeatSegments.Measure(
            new(8, Steps, 1, _rows.SelectMany(row => row.Attribution).ToArray()), [.. _rows.Select(row => row.Label == "N" ? 0 : 1)], ["N", "V"], cuts, bootstrap);
        Assert.Equal(BeatSegments.WaveSegments, measure.Segments.Take(11).Select(segment => segment.Segment));
        Assert.Equal(expected.Select(segment => (segment.Class, segment.Segment, segment.Start, segment.End, segment.Value.Estimate)), measure.Segments.Select(segment => (segment.Class, segment.Segment, segment.Start, segment.End, segment.Value.Estimate)));
        Assert.Equal((6.5, 8.5), (measure.Segments[4].Start, measure.Segments[4].End));

        static IReadOnlyList<WaveBounds> Waves(int later) =>
            [new("P", 1 + later, 2 + later, 4 + later), new("Q", 6 + later, 7 + later, 8 + later), new("R", 8 + later, 9 + later, 10 + later), new("S", 10 + later, 11 + later, 12 + later), new("T", 14 + later, 16 + later, 18 + later)];
    }

    [Fact]
    public void Segments_RowsWithoutAnRWave_AreLeftOut()
    {
        _rows[0].Waves.AsSpan(6, 3).Fill(float.NaN);

        SegmentMeasure measure = _context.Explanation.Segments(View(), "Attribution", options: ByWaves);

        Assert.Equal((3, 4), (measure.Segments[5].Rows, measure.Segments[16].Rows));
    }

    [Fact]
    public void Segments_OfAnAbsentWave_AreAbsent()
    {
        foreach (Row row in _rows)
            row.Waves.AsSpan(0, 3).Fill(float.NaN);

        SegmentMeasure measure = _context.Explanation.Segments(View(), "Attribution", options: ByWaves);

        Assert.Equal(["P onset–peak", "P peak–end", "PR segment"], measure.Segments.Take(11).Where(segment => segment.Rows == 0).Select(segment => segment.Segment));
        Assert.Equal((0.0, 6.5), (measure.Segments[0].Start, measure.Segments[0].End));
    }

    [Fact]
    public void Segments_NoRowWithAnRWave_SaysWhatToDo()
    {
        foreach (Row row in _rows)
            row.Waves.AsSpan().Fill(float.NaN);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => _context.Explanation.Segments(View(), "Attribution", options: ByWaves));

        Assert.StartsWith("Column 'Waves' has an R wave in none of the 8 rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 7, 10)]
    [InlineData(8, 9, 8)]
    [InlineData(float.NaN, 9, 10)]
    [InlineData(8, 9, float.NaN)]
    [InlineData(8, 8.5f, 10)]
    [InlineData(float.NegativeInfinity, 9, 10)]
    [InlineData(8, 9, 2e9f)]
    public void Segments_BoundsThatAreNone_NameWaveAndRow(float onset, float peak, float end)
    {
        (_rows[2].Waves[6], _rows[2].Waves[7], _rows[2].Waves[8]) = (onset, peak, end);

        ColumnValueException error = Assert.Throws<ColumnValueException>(() => _context.Explanation.Segments(View(), "Attribution", options: ByWaves));

        Assert.Equal(("Waves", 2), (error.Column, error.Row));
        Assert.Contains("the R wave has onset", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_ByAColumnThatIsNoWaves_SaysWhatOneIs()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Explanation.Segments(View(), "Attribution", options: ByWaves with { WavesColumnName = "Attribution" }));

        Assert.Contains("expected Vector<Single, 15>: onset, peak and end of P, Q, R, S, T", error.Message, StringComparison.Ordinal);
    }

    private IDataView View() => _context.Data.LoadFromEnumerable(_rows);

    private sealed class Row
    {
        [VectorType(Steps, 1)]
        public float[] Attribution { get; set; } = [];

        public string Label { get; set; } = "";

        public string Patient { get; set; } = "";

        [VectorType(15)]
        public float[] Waves { get; set; } = [];
    }
}
