using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>One figure of one attribution column.</summary>
/// <example>
/// <code>
/// ColumnFigure figure = erasure.Figures[0];
/// Console.WriteLine($"{figure.Figure} of '{figure.Column}' by {figure.Method} at {figure.At} {figure.Part}: {figure.Value.Estimate}, the first row's is {figure.PerRow[0]}");
/// </code>
/// </example>
public sealed record ColumnFigure
{
    /// <summary>Name of the column.</summary>
    public required string Column { get; init; }

    /// <summary>Method that made it, or "" where the column does not say.</summary>
    public required string Method { get; init; }

    /// <summary>Name of the figure, e.g. "comprehensiveness".</summary>
    public required string Figure { get; init; }

    /// <summary>Point of a curve, e.g. the share deleted; null for a figure that is no curve.</summary>
    public double? At { get; init; }

    /// <summary>What the figure is of where a measure has several, e.g. the layer made random; "" otherwise.</summary>
    public string Part { get; init; } = "";

    /// <summary>Value of every row; NaN where the row has none.</summary>
    public required IReadOnlyList<double> PerRow { get; init; }

    /// <summary>Mean over rows, with its interval over patients.</summary>
    public required Interval Value { get; init; }
}

/// <summary>A row of <see cref="ColumnMeasure.Data"/>: one figure of one column.</summary>
/// <example>
/// <code>
/// foreach (FigureRow row in mlContext.Data.CreateEnumerable&lt;FigureRow&gt;(erasure.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.Column} ({row.Method}), {row.Figure} at {row.At} {row.Part}: {row.Value} ({row.Low} to {row.High})");
///     Console.WriteLine($"{row.Rows} rows of {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class FigureRow
{
    /// <summary>Name of the attribution column.</summary>
    public string Column { get; set; } = "";

    /// <summary>Method that made it, or "".</summary>
    public string Method { get; set; } = "";

    /// <summary>Name of the figure.</summary>
    public string Figure { get; set; } = "";

    /// <summary>Point of a curve; NaN for a figure that is no curve.</summary>
    public double At { get; set; }

    /// <summary>What the figure is of, or "".</summary>
    public string Part { get; set; } = "";

    /// <summary>Mean over rows; NaN where no row has the figure.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows that have the figure.</summary>
    public int Rows { get; set; }

    /// <summary>Patients they come from.</summary>
    public int Patients { get; set; }
}

/// <summary>Figures of attribution columns, each a mean over rows with its interval over patients.</summary>
/// <example>
/// <code>
/// foreach (ColumnFigure one in erasure.Figures.Where(one =&gt; one.At is null))
///     Console.WriteLine($"'{one.Column}', {one.Figure}: {one.Value.Estimate} ({one.Value.Low} to {one.Value.High})");
/// IDataView table = erasure.Data;   // rows of FigureRow
/// Console.WriteLine(erasure);       // a table of the figures that are no curves
/// </code>
/// </example>
public sealed class ColumnMeasure
{
    private readonly string _caption;
    private readonly string[] _notes;

    internal ColumnMeasure(MLContext context, string caption, IReadOnlyList<ColumnFigure> figures, params string[] notes)
    {
        (_caption, Figures, _notes) = (caption, figures, notes);
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>All figures, column after column.</summary>
    public IReadOnlyList<ColumnFigure> Figures { get; }

    /// <summary>The figures as rows of <see cref="FigureRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A table of the figures that are no curves.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = _caption,
        Columns = [new("Column"), new("Method"), new("Figure"), new("Of") { Key = "part" }, new("Value", ColumnKind.Number), new("Rows", ColumnKind.Count)],
        Rows =
        [
            .. Figures.Where(figure => figure.At is null).Select(figure => (IReadOnlyList<Cell>)
                [figure.Column, figure.Method, figure.Figure, figure.Part, figure.Value.ToCell(), Counted(figure)]),
        ],
        HeadingColumns = 2,
        Notes = _notes,
    });

    private static int Counted(ColumnFigure figure) => figure.PerRow.Count(value => !double.IsNaN(value));

    private List<FigureRow> ToRows() =>
    [
        .. Figures.Select(figure => new FigureRow
        {
            Column = figure.Column,
            Method = figure.Method,
            Figure = figure.Figure,
            At = figure.At ?? double.NaN,
            Part = figure.Part,
            Value = figure.Value.EstimateOrMissing(),
            Low = figure.Value.LowOrMissing(),
            High = figure.Value.HighOrMissing(),
            Rows = Counted(figure),
            Patients = figure.Value.Patients,
        }),
    ];
}
