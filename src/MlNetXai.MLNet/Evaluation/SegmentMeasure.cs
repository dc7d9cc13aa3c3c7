using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of attributions by segment.</summary>
/// <example>
/// <code>
/// SegmentMeasureOptions options = new()
/// {
///     Segments = Segmentation.At([new Segment("before R", 0, 6), new Segment("after R", 6, 12)]),
///     Quantity = SegmentQuantity.Share,
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Bootstrap = new() { Draws = 500 },
///     Cancellation = stop.Token,
/// };
/// SegmentMeasure segments = mlContext.Explanation.Segments(explained, "Occlusion", options: options);
/// </code>
/// </example>
public sealed record SegmentMeasureOptions
{
    /// <summary>How rows are cut. Default eleven equal segments.</summary>
    public Segmentation Segments { get; init; } = Segmentation.Equal();

    /// <summary>What a segment's value is. Default the mean over its steps.</summary>
    public SegmentQuantity Quantity { get; init; }

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
/// </code>
/// </example>
public sealed class SegmentMeasure
{
    private readonly string _column, _note, _quantity;

    internal SegmentMeasure(MLContext context, MeasuredRows rows, SegmentMeasureOptions options)
    {
        MeasuredAttribution attribution = rows.Attributions[0];
        _column = attribution.Name;
        _note = rows.IntervalNote(options.Bootstrap);
        _quantity = options.Quantity switch
        {
            SegmentQuantity.Sum => "Sum over the segment's steps.",
            SegmentQuantity.Share => "Share of the row's magnitude.",
            _ => "Mean over the segment's steps.",
        };
        Segments = BeatSegments.Measure(attribution.Values, rows.Labels!, rows.Classes, options.Segments, rows.Bootstrap(options.Bootstrap), options.Quantity);
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Class by class, segments in order of time.</summary>
    public IReadOnlyList<SegmentAverage> Segments { get; }

    /// <summary>The segments as rows of <see cref="SegmentRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A table of the segments.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = $"'{_column}' by segment and class",
        Columns = [new("Class"), new("Segment"), new("Rows", ColumnKind.Count), new("Value", ColumnKind.Number)],
        Rows = [.. Segments.Select(segment => (IReadOnlyList<Cell>)[segment.Class, segment.Segment, segment.Rows, segment.Value.ToCell()])],
        HeadingColumns = 2,
        Notes = [_quantity, _note],
    });

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
