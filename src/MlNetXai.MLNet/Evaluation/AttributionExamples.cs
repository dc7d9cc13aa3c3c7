using MlNetXai.Reporting.Figures;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>A row that stands for its class.</summary>
/// <example>
/// <code>
/// foreach (ExampleRow example in examples.Rows)
///     Console.WriteLine($"{example.Class}: row {example.Row}, at t0 {example.Features[0]}, by the first method {example.Attributions[0][0]}");
/// </code>
/// </example>
public sealed record ExampleRow
{
    /// <summary>Class of the row.</summary>
    public required string Class { get; init; }

    /// <summary>Position among the rows read, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>The row, <c>[step, channel]</c>.</summary>
    public required IReadOnlyList<float> Features { get; init; }

    /// <summary>What each column says of it, <c>[column][step, channel]</c>.</summary>
    public required IReadOnlyList<float[]> Attributions { get; init; }
}

/// <summary>One row of every class with what attribution columns say of it.</summary>
/// <example>
/// <code>
/// AttributionExamples examples = mlContext.Explanation.Examples(explained, ["Occlusion", "Derivative"]);
/// examples.ToFigure().SaveSvg(Path.Combine(folder, "examples.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
/// </code>
/// <code>
/// foreach (ExampleRow example in examples.Rows)
///     Console.WriteLine($"{example.Class}: row {example.Row}, at t0 {example.Features[0]}, by the first method {example.Attributions[0][0]}");
/// </code>
/// </example>
public sealed class AttributionExamples
{
    private readonly RowShape _shape;
    private readonly string[] _columns;

    internal AttributionExamples(MeasuredRows rows)
    {
        _shape = rows.Features!.Shape;
        _columns = [.. rows.Attributions.Select(attribution => attribution.Name)];
        Rows =
        [
            .. Enumerable.Range(0, rows.Count).GroupBy(row => rows.Labels![row]).OrderBy(own => own.Key).Select(own => own.ElementAt(own.Count() / 2)).Select(row => new ExampleRow
            {
                Class = rows.Classes[rows.Labels![row]],
                Row = row,
                Features = rows.Features!.Row(row).ToArray(),
                Attributions = [.. rows.Attributions.Select(attribution => attribution.Values.Row(row).ToArray())],
            }),
        ];
    }

    /// <summary>The rows, in the order of the classes; classes without rows have none.</summary>
    public IReadOnlyList<ExampleRow> Rows { get; }

    /// <summary>A figure: one row per class, one column per attribution, each signed curve, divided by its largest magnitude, above its beat.</summary>
    /// <param name="window">Time axis; null: 360 Hz and 72 steps before R, as <c>SegmentBeats</c> cuts by default.</param>
    /// <param name="lead">Lead that is drawn, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lead.</exception>
    /// <exception cref="ShapeException">The window has another number of steps.</exception>
    public BeatAttributionFigure ToFigure(BeatWindow? window = null, int lead = 0)
    {
        _ = Require.Between(lead, 0, _shape.Channels - 1);
        return new()
        {
            Title = "One beat of each class, explained",
            Window = window ?? new() { Steps = _shape.Steps },
            Methods = _columns,
            Rows = [.. Rows.Select(row => new BeatAttribution(row.Class, Lead(row.Features), [.. row.Attributions.Select(Lead)]))],
        };

        // A column with one value per step has it for every lead.
        float[] Lead(IReadOnlyList<float> values) => [.. values.Where((_, slot) => values.Count == _shape.Steps || slot % _shape.Channels == lead)];
    }
}
