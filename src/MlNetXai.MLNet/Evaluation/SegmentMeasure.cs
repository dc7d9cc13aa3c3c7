using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of attributions by segment.</summary>
/// <example>
/// <code>
/// SegmentMeasureOptions options = new()
/// {
///     Segments = Segmentation.At([new Segment("before R", 0, 6), new Segment("after R", 6, 12)]),
///     WavesColumnName = null,          // or "Waves": every row cut at its own P, Q, R, S and T
///     Quantity = SegmentQuantity.Share,
///     FeatureColumnName = "Features",  // their average is drawn above; null: none
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Bootstrap = new() { Draws = 500 },
///     Cancellation = stop.Token,
/// };
/// SegmentMeasure segments = mlContext.Explanation.Segments(explained, "Occlusion", options: options);
/// </code>
/// </example>
public sealed record SegmentMeasureOptions
{
    /// <summary>How rows are cut, all alike. Default eleven equal segments.</summary>
    public Segmentation Segments { get; init; } = Segmentation.Equal();

    /// <summary>Column of the bounds of each row's waves, <c>Vector&lt;Single, 15&gt;</c>: onset, peak and end of P, Q, R, S and T in steps of the row, NaN for a wave that the row lacks; <c>Waves</c>
    /// of <c>SegmentBeats</c> on synthetic records. Every row is cut at its own waves then (<see cref="BeatSegments.ByWaves"/>), whatever <see cref="Segments"/> says; rows without an R wave are left
    /// out. Null (the default): all rows are cut alike.</summary>
    public string? WavesColumnName { get; init; }

    /// <summary>What a segment's value is. Default the mean over its steps.</summary>
    public SegmentQuantity Quantity { get; init; }

    /// <summary>Column of the rows that were explained, whose average per class is drawn beneath; "Features" (the default) is used where the column is there and has the attribution's shape;
    /// null: none.</summary>
    public string? FeatureColumnName { get; init; } = MeasuredColumns.DefaultFeatures;

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Stops between rows.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>A row of <see cref="SegmentMeasure.Data"/>: one segment in one class.</summary>
/// <example>
/// <code>
/// foreach (SegmentRow row in mlContext.Data.CreateEnumerable&lt;SegmentRow&gt;(segments.Data, reuseRowObject: false))
///     Console.WriteLine($"{row.Class}, {row.Segment} ({row.Start} to {row.End}): {row.Value} ({row.Low} to {row.High}), {row.Rows} rows of {row.Patients} patients");
/// </code>
/// </example>
public sealed class SegmentRow
{
    /// <summary>Class of the rows.</summary>
    public string Class { get; set; } = "";

    /// <summary>Name of the segment.</summary>
    public string Segment { get; set; } = "";

    /// <summary>First step, mean over rows; NaN where no row has the segment.</summary>
    public double Start { get; set; }

    /// <summary>Step behind the last, mean over rows; NaN where no row has the segment.</summary>
    public double End { get; set; }

    /// <summary>Mean over rows; NaN where no row has the segment.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows of the class that have the segment.</summary>
    public int Rows { get; set; }

    /// <summary>Patients of these rows.</summary>
    public int Patients { get; set; }
}

/// <summary>What an attribution column says of each segment, per class.</summary>
/// <example>
/// <code>
/// foreach (SegmentAverage average in segments.Segments)
///     Console.WriteLine($"{average.Class}, {average.Segment}: {average.Value.Estimate}");
/// IDataView table = segments.Data;   // rows of SegmentRow
/// mlContext.Data.SaveAsJson(table, Path.Combine(folder, "segments.json"));
/// segments.ToFigure().SaveSvg(Path.Combine(folder, "segments.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
/// </code>
/// </example>
public sealed class SegmentMeasure
{
    private readonly string _column, _method, _note, _quantity;
    private readonly double _level;
    private readonly RowShape _shape;
    private readonly IReadOnlyList<ClassAverage>? _features;

    internal SegmentMeasure(MLContext context, MeasuredRows rows, SegmentMeasureOptions options)
    {
        MeasuredAttribution attribution = rows.Attributions[0];
        (_column, _method, _level, _shape) = (attribution.Name, attribution.Method, options.Bootstrap.Level, attribution.Values.Shape);
        _note = rows.IntervalNote(options.Bootstrap);
        _quantity = options.Quantity switch
        {
            SegmentQuantity.Sum => "sum over the segment's samples",
            SegmentQuantity.Share => "share of the row's magnitude",
            _ => "mean over the segment's samples",
        };
        Segments = options.WavesColumnName is { } waves
            ? BeatSegments.Measure(attribution.Values, rows.Labels!, rows.Classes, ByWaves(rows, waves), rows.Bootstrap(options.Bootstrap), options.Quantity)
            : BeatSegments.Measure(attribution.Values, rows.Labels!, rows.Classes, options.Segments, rows.Bootstrap(options.Bootstrap), options.Quantity);
        _features = rows.Features is { } features ? ClassAverages.Measure(features, rows.Labels!, rows.Classes, rows.Bootstrap(options.Bootstrap)) : null;
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Class by class, segments in order of time.</summary>
    public IReadOnlyList<SegmentAverage> Segments { get; }

    /// <summary>The segments as rows of <see cref="SegmentRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A figure: the average beat of the class cut into its segments, a bar for each, one panel per class that has rows.</summary>
    /// <param name="window">Time axis; null: 360 Hz and 72 steps before R, as <c>SegmentBeats</c> cuts by default.</param>
    /// <param name="lead">Lead whose average is drawn, from 0; the bars stand for all leads.</param>
    /// <exception cref="InvalidOperationException">The rows that were explained were not read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lead.</exception>
    /// <exception cref="ShapeException">The window has another number of steps.</exception>
    public SegmentFigure ToFigure(BeatWindow? window = null, int lead = 0)
    {
        ClassBeats beats = new(_features, _shape, lead);
        SegmentFigure figure = new()
        {
            Title = $"'{_column}' by segment of the beat",
            Window = window ?? new() { Steps = _shape.Steps },
            Method = _method.Length > 0 ? _method : _column,
            Quantity = _quantity,
            Panels =
            [
                .. Segments.GroupBy(segment => segment.Class).Where(own => own.Any(segment => segment.Rows > 0)).Select(own => new SegmentPanel(
                    own.Key,
                    own.Max(segment => segment.Rows),
                    own.Max(segment => segment.Patients),
                    beats.Mean(own.Key),
                    [.. own.Select(segment => new SegmentValue(segment.Segment, segment.Start ?? double.NaN, segment.End ?? double.NaN, segment.Value.ToEstimate()))])),
            ],
        };
        return figure with { Caption = figure.Caption.AtLevel(_level) };
    }

    /// <summary>A table of the segments.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = $"'{_column}' by segment and class",
        Columns = [new("Class"), new("Segment"), new("Rows", ColumnKind.Count), MeasureTables.Numbers("Value", Segments.Select(segment => segment.Value))],
        Rows = [.. Segments.Select(segment => (IReadOnlyList<Cell>)[segment.Class, segment.Segment, segment.Rows, segment.Value.ToCell()])],
        HeadingColumns = 2,
        Notes = [$"Value: {_quantity}.", _note],
    });

    private IReadOnlyList<Segment>?[] ByWaves(MeasuredRows rows, string column)
    {
        IReadOnlyList<Segment>?[] segments = [.. rows.Waves.Select(own => own.Any(wave => wave.Wave == "R") ? BeatSegments.ByWaves(own, _shape.Steps) : null)];
        return Array.Exists(segments, own => own is not null)
            ? segments
            : throw new MlNetXaiException($"Column '{column}' has an R wave in none of the {rows.Count} rows, and rows without one cannot be cut at their waves. Leave WavesColumnName out to cut all rows alike.");
    }

    private List<SegmentRow> ToRows() =>
    [
        .. Segments.Select(segment => new SegmentRow
        {
            Class = segment.Class,
            Segment = segment.Segment,
            Start = segment.Start ?? double.NaN,
            End = segment.End ?? double.NaN,
            Value = segment.Value.EstimateOrMissing(),
            Low = segment.Value.LowOrMissing(),
            High = segment.Value.HighOrMissing(),
            Rows = segment.Rows,
            Patients = segment.Patients,
        }),
    ];
}
