using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>A comparison as text.</summary>
internal static class ComparisonTables
{
    private static readonly string[] OfTrainers = [ComparisonFigures.Accuracy, ComparisonFigures.BalancedAccuracy, ComparisonFigures.LogLoss];
    private static readonly string[] OfExplainers = [ComparisonFigures.ScoreReduction, ComparisonFigures.AboveRandom, ComparisonFigures.AveragePrecision];

    public static string Format(ModelComparison comparison, string intervals)
    {
        List<Table> tables =
        [
            Folds(comparison),
            new()
            {
                Caption = "Trainers, test rows of all folds",
                Columns = [new("Trainer"), .. Columns(OfTrainers)],
                Rows = [.. comparison.Figures.Where(figure => figure.Explainer.Length == 0).GroupBy(figure => figure.Trainer).Select(group => Row([group.Key], OfTrainers, group.Select(Named)))],
            },
        ];
        ILookup<bool, ComparisonDifference> differences = comparison.Differences.ToLookup(difference => difference.Explainer.Length == 0);
        Add("Differences between trainers, paired", ["First", "minus"], OfTrainers, differences[true].GroupBy(difference => (string[])[difference.Trainer, difference.OtherTrainer], Same));
        if (comparison.Figures.Any(figure => figure.Explainer.Length > 0))
        {
            tables.Add(new()
            {
                Caption = "Explainers, explained rows of all folds",
                Columns = [new("Trainer"), new("Explainer"), .. Columns(OfExplainers)],
                Rows =
                [
                    .. comparison.Figures.Where(figure => figure.Explainer.Length > 0).GroupBy(figure => (figure.Trainer, figure.Explainer))
                        .Select(group => Row([group.Key.Trainer, group.Key.Explainer], OfExplainers, group.Select(Named))),
                ],
            });
        }

        Add("The same explainer behind two trainers, paired", ["First", "minus", "Explainer"], OfExplainers, differences[false].Where(difference => difference.Explainer == difference.OtherExplainer)
            .GroupBy(difference => (string[])[difference.Trainer, difference.OtherTrainer, difference.Explainer], Same));
        Add("Two explainers behind the same trainer, paired", ["Trainer", "First", "minus"], OfExplainers, differences[false].Where(difference => difference.Trainer == difference.OtherTrainer)
            .GroupBy(difference => (string[])[difference.Trainer, difference.Explainer, difference.OtherExplainer], Same));
        string[] chance = comparison.BaseRate is { } rate ? [$"Average precision of a random order: {NumberText.Fixed(rate, 3)}."] : [];
        tables[^1] = tables[^1] with { Notes = [.. comparison.Notes, "Higher is better, but for log loss.", .. chance, intervals] };
        return string.Join('\n', tables.Select(table => TextTable.Format(table)));

        void Add(string caption, string[] headings, string[] figures, IEnumerable<IGrouping<string[], ComparisonDifference>> groups)
        {
            IReadOnlyList<Cell>[] rows = [.. groups.Select(group => Row(group.Key, figures, group.Select(difference => (difference.Figure, difference.Value))))];
            if (rows.Length > 0)
                tables.Add(new() { Caption = caption, Columns = [.. headings.Select(heading => new Column(heading)), .. Columns(figures)], Rows = rows });
        }
    }

    private static EqualityComparer<string[]> Same { get; } =
        EqualityComparer<string[]>.Create((a, b) => a!.SequenceEqual(b!, StringComparer.Ordinal), key => string.GetHashCode(key[0], StringComparison.Ordinal));

    private static Table Folds(ModelComparison comparison) => new()
    {
        Caption = $"Cross-validation over {comparison.Patients} patients",
        Columns =
        [
            new("Fold"), new("Patients", ColumnKind.Count), new("Rows", ColumnKind.Count), new("Explained", ColumnKind.Count),
            new("Rows of each class"),
        ],
        Rows =
        [
            .. comparison.Folds.Select(fold => (IReadOnlyList<Cell>)
            [
                $"{fold.Number}", fold.Patients, fold.Rows, fold.ExplainedRows,
                string.Join(", ", comparison.Classes.Zip(fold.RowsOfClass, (name, rows) => $"{name} {rows}")),
            ]),
        ],
    };

    private static (string, Interval) Named(ComparisonFigure figure) => (figure.Figure, figure.Value);

    private static IReadOnlyList<Cell> Row(IEnumerable<string> names, string[] figures, IEnumerable<(string Figure, Interval Value)> values)
    {
        Dictionary<string, Interval> byName = values.ToDictionary(value => value.Figure, value => value.Value, StringComparer.Ordinal);
        return [.. names.Select(name => (Cell)name), .. figures.Select(figure => byName.TryGetValue(figure, out Interval? value) ? value.ToCell() : Cell.Empty)];
    }

    private static IEnumerable<Column> Columns(string[] figures) => figures.Select(figure => new Column(Heading(figure), ColumnKind.Number) { Key = figure });

    private static string Heading(string figure) => figure switch
    {
        ComparisonFigures.AboveRandom => "above random",
        _ => figure.Replace('-', ' '),
    };
}
