using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Columns;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of class averages.</summary>
/// <example>
/// <code>
/// AggregateOptions options = new()
/// {
///     FeatureColumnName = "Features",   // their average is drawn beneath; null: none
///     PatientColumnName = "Patient",    // its rows are drawn together; null: every row alone
///     PredictedLabelColumnName = "PredictedLabel",   // rows that are classified right alone; null: all
///     NormaliseRows = true,             // each row divided by its largest magnitude
///     Bootstrap = new() { Draws = 500 },
///     Cancellation = stop.Token,
/// };
/// AttributionAggregate aggregate = mlContext.Explanation.Aggregate(explained, "Occlusion", "Label", options);
/// </code>
/// </example>
public sealed record AggregateOptions
{
    /// <summary>Column of the rows that were explained, whose average per class is drawn beneath; "Features" (the default) is used where the column is there and has the attribution's shape;
    /// null: none.</summary>
    public string? FeatureColumnName { get; init; } = MeasuredColumns.DefaultFeatures;

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Column of the predicted class: only rows where it is that of the label column are averaged. Default null: all rows.</summary>
    public string? PredictedLabelColumnName { get; init; }

    /// <summary>Whether each row is divided by its largest magnitude first, so that rows of large scores count no more than others: another picture, which the title names. Default false.</summary>
    public bool NormaliseRows { get; init; }

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Stops between rows.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>A row of <see cref="AttributionAggregate.Data"/>: one slot in one class.</summary>
/// <example>
/// <code>
/// foreach (AggregateRow row in mlContext.Data.CreateEnumerable&lt;AggregateRow&gt;(aggregate.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Class}, slot {row.Slot} ({row.SlotName}): {row.Mean} ({row.Low} to {row.High}), SD {row.StandardDeviation}");
///     Console.WriteLine($"{row.Rows} rows of {row.Patients} patients, whose average there is {row.FeatureMean} ± {row.FeatureStandardDeviation}");
/// }
/// </code>
/// </example>
public sealed class AggregateRow
{
    /// <summary>Class of the rows.</summary>
    public string Class { get; set; } = "";

    /// <summary>Slot of the attribution, from 0: step · channels + channel.</summary>
    public int Slot { get; set; }

    /// <summary>Name of the slot, e.g. "t72", or "" where the column names none.</summary>
    public string SlotName { get; set; } = "";

    /// <summary>Rows of the class.</summary>
    public int Rows { get; set; }

    /// <summary>Patients that have rows of the class.</summary>
    public int Patients { get; set; }

    /// <summary>Mean over rows.</summary>
    public double Mean { get; set; }

    /// <summary>Standard deviation over rows; NaN for one row.</summary>
    public double StandardDeviation { get; set; }

    /// <summary>Lower end of the mean's interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of the mean's interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Mean over the rows that were explained, in their unit; NaN where they were not read.</summary>
    public double FeatureMean { get; set; }

    /// <summary>Standard deviation over these rows; NaN for one row, or where they were not read.</summary>
    public double FeatureStandardDeviation { get; set; }
}

/// <summary>Mean and spread of an attribution column per class and slot.</summary>
/// <example>
/// <code>
/// foreach (ClassAverage average in aggregate.Classes)
///     Console.WriteLine($"{average.Class}: {average.Rows} rows of {average.Patients} patients, at t0 {average.Mean[0].Estimate}");
/// IDataView slots = aggregate.Data;   // rows of AggregateRow
/// mlContext.Data.SaveAsCsv(slots, Path.Combine(folder, "averages.csv"));
/// aggregate.ToFigure().SaveSvg(Path.Combine(folder, "averages.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
/// Console.WriteLine(aggregate.Features?[0].Mean[0].Estimate);           // average of the rows that were explained
/// </code>
/// </example>
public sealed class AttributionAggregate
{
    private readonly string _note;
    private readonly string _title;
    private readonly string _column;
    private readonly string _method;
    private readonly double _level;
    private readonly RowShape _shape;
    private readonly string[] _slots;

    internal AttributionAggregate(MLContext context, MeasuredRows rows, string[]? slotNames, AggregateOptions options)
    {
        MeasuredAttribution attribution = rows.Attributions[0];
        (_column, _method, _level, _shape, _note) = (attribution.Name, attribution.Method, options.Bootstrap.Level, attribution.Values.Shape, rows.IntervalNote(options.Bootstrap));
        _title = $"'{_column}'{(options.NormaliseRows ? ", each row divided by its largest magnitude," : "")}{(options.PredictedLabelColumnName is null ? "" : " of rows classified right")}";
        _slots = slotNames ?? [.. Enumerable.Repeat("", attribution.Values.Shape.Length)];
        Classes = ClassAverages.Measure(options.NormaliseRows ? Scaling.ToLargestMagnitude(attribution.Values) : attribution.Values, rows.Labels!, rows.Classes, rows.Bootstrap(options.Bootstrap));
        Features = rows.Features is { } features ? ClassAverages.Measure(features, rows.Labels!, rows.Classes, rows.Bootstrap(options.Bootstrap)) : null;
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Averages of every class, those without rows too.</summary>
    public IReadOnlyList<ClassAverage> Classes { get; }

    /// <summary>Averages of the rows that were explained, of the same classes; null where they were not read.</summary>
    public IReadOnlyList<ClassAverage>? Features { get; }

    /// <summary>The averages as rows of <see cref="AggregateRow"/>; classes without rows have none.</summary>
    public IDataView Data { get; }

    /// <summary>A figure: the mean along the beat with its interval, the average beat of the class beneath, one panel per class that has rows.</summary>
    /// <param name="window">Time axis; null: 360 Hz and 72 steps before R, as <c>SegmentBeats</c> cuts by default.</param>
    /// <param name="lead">Lead that is drawn, from 0.</param>
    /// <exception cref="InvalidOperationException">The rows that were explained were not read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lead.</exception>
    /// <exception cref="ShapeException">The window has another number of steps.</exception>
    public ClassAverageFigure ToFigure(BeatWindow? window = null, int lead = 0)
    {
        ClassBeats beats = new(Features, _shape, lead);
        ClassAverageFigure figure = new()
        {
            Title = $"{_title} averaged over each class",
            Window = window ?? new() { Steps = _shape.Steps },
            Method = _method.Length > 0 ? _method : _column,
            Panels = [.. Classes.Where(average => average.Rows > 0).Select(average => new ClassAveragePanel(average.Class, average.Rows, average.Patients, beats.Lead(average.Mean).ToEstimates(), beats.Spread(average.Class)))],
        };
        return figure with { Caption = figure.Caption.AtLevel(_level) };
    }

    /// <summary>A table of the classes, each with its largest and smallest mean.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = $"Mean of {_title} per class",
        Columns =
        [
            new("Class"), new("Rows", ColumnKind.Count), new("Patients", ColumnKind.Count),
            MeasureTables.Numbers("Largest mean", Classes.SelectMany(average => average.Mean)), new("at"), MeasureTables.Numbers("Smallest mean", Classes.SelectMany(average => average.Mean)), new("at") { Key = "smallest_at" },
        ],
        Rows = [.. Classes.Select(Extremes)],
        Notes = [_note],
    });

    private IReadOnlyList<Cell> Extremes(ClassAverage average)
    {
        if (average.Rows == 0)
            return [average.Class, 0, 0, "no rows", "", "", ""];
        int[] order = [.. Enumerable.Range(0, _slots.Length).OrderBy(slot => average.Mean[slot].Estimate)];
        return [average.Class, average.Rows, average.Patients, average.Mean[order[^1]].ToCell(), Name(order[^1]), average.Mean[order[0]].ToCell(), Name(order[0])];

        string Name(int slot) => _slots[slot].Length > 0 ? _slots[slot] : $"slot {slot}";
    }

    private List<AggregateRow> ToRows() =>
    [
        .. Classes.Select((average, c) => (average, features: Features?[c])).Where(one => one.average.Rows > 0).SelectMany(one => one.average.Mean.Select((mean, slot) => new AggregateRow
        {
            Class = one.average.Class,
            Slot = slot,
            SlotName = _slots[slot],
            Rows = one.average.Rows,
            Patients = one.average.Patients,
            Mean = mean.EstimateOrMissing(),
            StandardDeviation = one.average.StandardDeviation?[slot] ?? double.NaN,
            Low = mean.LowOrMissing(),
            High = mean.HighOrMissing(),
            FeatureMean = one.features?.Mean[slot].Estimate ?? double.NaN,
            FeatureStandardDeviation = one.features?.StandardDeviation?[slot] ?? double.NaN,
        })),
    ];
}
