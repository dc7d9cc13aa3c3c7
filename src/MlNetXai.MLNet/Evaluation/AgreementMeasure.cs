using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Columns and settings of an agreement.</summary>
/// <example>
/// <code>
/// AgreementMeasureOptions options = new()
/// {
///     LabelColumnName = "Label",       // figures per class too; null: for all rows only
///     PatientColumnName = "Patient",   // its rows are drawn together; null: every row alone
///     Measure = new() { TopShare = 0.2 },
///     Bootstrap = new() { Draws = 500 },
///     Cancellation = stop.Token,
/// };
/// AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"], options);
/// </code>
/// </example>
public sealed record AgreementMeasureOptions
{
    /// <summary>Column of the class by which figures are given too: text or key; null: for all rows together only. Default "Label".</summary>
    public string? LabelColumnName { get; init; } = "Label";

    /// <summary>Column of the patient, whose rows are drawn together. "Patient" (the default) is used where the column is there; null: every row counts as a patient.</summary>
    public string? PatientColumnName { get; init; } = MeasuredColumns.DefaultPatient;

    /// <summary>Share of the values that count as the top.</summary>
    public AgreementOptions Measure { get; init; } = new();

    /// <summary>Level, draws and seed of the intervals.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>Stops between rows.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>A row of <see cref="AgreementMeasure.Data"/>: one figure of a pair of columns in one class.</summary>
/// <example>
/// <code>
/// foreach (AgreementRow row in mlContext.Data.CreateEnumerable&lt;AgreementRow&gt;(agreement.Data, reuseRowObject: false))
/// {
///     Console.WriteLine($"{row.First} and {row.Second}, {row.Class}, {row.Figure}: {row.Value} ({row.Low} to {row.High})");
///     Console.WriteLine($"{row.Rows} rows, {row.UndefinedRows} with a constant map, {row.Patients} patients");
/// }
/// </code>
/// </example>
public sealed class AgreementRow
{
    /// <summary>Name of one column.</summary>
    public string First { get; set; } = "";

    /// <summary>Name of the other.</summary>
    public string Second { get; set; } = "";

    /// <summary>Class of the rows, or "all".</summary>
    public string Class { get; set; } = "";

    /// <summary>"spearman", "spearman-magnitude", "top-overlap" or "sign-agreement".</summary>
    public string Figure { get; set; } = "";

    /// <summary>Mean over rows; NaN where no row has the figure.</summary>
    public double Value { get; set; }

    /// <summary>Lower end of its interval; NaN where there is none.</summary>
    public double Low { get; set; }

    /// <summary>Upper end of its interval; NaN where there is none.</summary>
    public double High { get; set; }

    /// <summary>Rows of the class.</summary>
    public int Rows { get; set; }

    /// <summary>Rows left out of rank correlations because a map is constant.</summary>
    public int UndefinedRows { get; set; }

    /// <summary>Patients of the rows that have the figure.</summary>
    public int Patients { get; set; }
}

/// <summary>How far attribution columns agree, pair by pair.</summary>
/// <example>
/// <code>
/// ClassAgreement all = agreement.Classes[0];
/// Console.WriteLine($"'{all.First}' and '{all.Second}', {all.Class}: {all.Spearman.Estimate} over {all.Rows} rows; the first row's is {agreement.Pairs[0].Rows[0].Spearman}");
/// IDataView table = agreement.Data;   // rows of AgreementRow
/// agreement.ToFigure().SaveSvg(Path.Combine(folder, "agreement.svg"));                       // rank correlation, all rows
/// agreement.ToFigure("top-overlap", "late").SaveSvg(Path.Combine(folder, "late.svg"));       // another figure, of one class
/// </code>
/// </example>
public sealed class AgreementMeasure
{
    private readonly string _note;
    private readonly string[] _columns;
    private readonly double _level;

    internal AgreementMeasure(MLContext context, IReadOnlyList<PairAgreement> pairs, MeasuredRows rows, BootstrapOptions options)
    {
        (Pairs, _level, _note) = (pairs, options.Level, rows.IntervalNote(options));
        _columns = [.. rows.Attributions.Select(attribution => attribution.Name)];
        PatientBootstrap bootstrap = rows.Bootstrap(options);
        Classes =
        [
            .. pairs.SelectMany(pair => (IEnumerable<ClassAgreement>)
                [Agreement.Overall(pair, MeasureTables.AllClasses, bootstrap), .. rows.Labels is { } labels ? Agreement.PerClass(pair, labels, rows.Classes, bootstrap) : []]),
        ];
        Data = context.Data.LoadFromEnumerable(ToRows());
    }

    /// <summary>Figures of every row: pairs (0, 1), (0, 2), … (1, 2), … of the columns in the order given.</summary>
    public IReadOnlyList<PairAgreement> Pairs { get; }

    /// <summary>Means and intervals: per pair "all", then every class.</summary>
    public IReadOnlyList<ClassAgreement> Classes { get; }

    /// <summary>The figures as rows of <see cref="AgreementRow"/>.</summary>
    public IDataView Data { get; }

    /// <summary>A figure: the columns against each other, a number with its interval in each cell.</summary>
    /// <param name="figure">"spearman", "spearman-magnitude", "top-overlap" or "sign-agreement".</param>
    /// <param name="className">Class of the rows; "all" for all of them.</param>
    /// <exception cref="ArgumentException">There is no such figure or class; the message lists those there are.</exception>
    public AgreementFigure ToFigure(string figure = "spearman", string className = MeasureTables.AllClasses)
    {
        ClassAgreement[] pairs = [.. Classes.Where(pair => pair.Class == className)];
        if (pairs.Length == 0)
            throw new ArgumentException($"There is no class '{className}'. Name one of {string.Join(", ", Classes.Select(pair => pair.Class).Distinct(StringComparer.Ordinal))}.", nameof(className));
        if (!Titles.TryGetValue(figure, out string? measure))
            throw new ArgumentException($"'{figure}' is no figure of agreement. Name one of {string.Join(", ", Titles.Keys)}.", nameof(figure));
        AgreementFigure matrix = new()
        {
            Title = className == MeasureTables.AllClasses ? $"Agreement: {measure}" : $"Agreement, class {className}: {measure}",
            Methods = _columns,
            Measure = $"{char.ToUpperInvariant(measure[0])}{measure[1..]}",
            Values = [.. _columns.Select(first => _columns.Select(second => Of(first, second)).ToArray())],
        };
        return matrix with { Caption = matrix.Caption.AtLevel(_level) };

        Estimate Of(string first, string second) => Array.Find(pairs, pair => (pair.First == first && pair.Second == second) || (pair.First == second && pair.Second == first)) is { } pair
            ? Figures(pair).First(one => one.Name == figure).Value.ToEstimate()
            : double.NaN;
    }

    /// <summary>A table of all figures.</summary>
    public override string ToString() => TextTable.Format(new()
    {
        Caption = "Agreement of attributions",
        Columns =
        [
            new("Column"), new("and") { Key = "second" }, new("Class"), new("Rows", ColumnKind.Count), new("Spearman", ColumnKind.Number), new("of magnitudes", ColumnKind.Number),
            new("Top overlap", ColumnKind.Number), new("Equal signs", ColumnKind.Number),
        ],
        Rows =
        [
            .. Classes.Select(pair => (IReadOnlyList<Cell>)
            [
                pair.First, pair.Second, pair.Class, pair.Rows, pair.Spearman.ToCell(), pair.SpearmanMagnitude.ToCell(), pair.TopOverlap.ToCell(), pair.SignAgreement.ToCell(),
            ]),
        ],
        HeadingColumns = 3,
        Notes = ["Explanations that agree may be wrong together.", _note],
    });

    private List<AgreementRow> ToRows() =>
    [
        .. Classes.SelectMany(pair => Figures(pair).Select(figure => new AgreementRow
        {
            First = pair.First,
            Second = pair.Second,
            Class = pair.Class,
            Figure = figure.Name,
            Value = figure.Value.EstimateOrMissing(),
            Low = figure.Value.LowOrMissing(),
            High = figure.Value.HighOrMissing(),
            Rows = pair.Rows,
            UndefinedRows = pair.UndefinedRows,
            Patients = figure.Value.Patients,
        })),
    ];

    private static IReadOnlyDictionary<string, string> Titles { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["spearman"] = "rank correlation (Spearman)",
        ["spearman-magnitude"] = "rank correlation (Spearman) of the magnitudes",
        ["top-overlap"] = "share of the largest magnitudes in common",
        ["sign-agreement"] = "share of equal signs",
    };

    private static IEnumerable<(string Name, Interval Value)> Figures(ClassAgreement pair) =>
        [("spearman", pair.Spearman), ("spearman-magnitude", pair.SpearmanMagnitude), ("top-overlap", pair.TopOverlap), ("sign-agreement", pair.SignAgreement)];
}
