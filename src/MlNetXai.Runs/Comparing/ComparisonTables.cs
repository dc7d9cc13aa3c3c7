using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Runs.Comparing;

/// <summary>The cells as tables, for files and for the report.</summary>
internal sealed class ComparisonTables(ComparisonFile comparison, IReadOnlyList<ComparisonCell> cells, IReadOnlyList<NetworkAgreement> agreements)
{
    private const string Missing = "missing";

    private readonly Dictionary<(string Network, string Method, ComparisonMeasure Measure), ComparisonCell> _cells =
        cells.ToDictionary(cell => (cell.Network, cell.Method, cell.Measure));

    /// <summary>Every table of the folder, by file name.</summary>
    public IEnumerable<(string Name, Table Table)> Files()
    {
        yield return ("cells", Cells());
        foreach (ComparedModel network in comparison.Networks)
            yield return ($"table-{network.Name}", Wide(network.Name, [.. ComparisonFigures.All.Where(figure => Has(network.Name, figure))], $"All methods by all measures, {network.Name}"));
        yield return ("times", Times(comparison.Networks));
        yield return ("curves", Curves());
        yield return ("randomisation", Stages());
        yield return ("agreement", Agreement(agreements.SelectMany(agreement => agreement.Pairs.Select(pair => (agreement.Network, pair)))));
    }

    /// <summary>Methods of a network in the order of their cost, the random values last.</summary>
    public IReadOnlyList<string> MethodsOf(string network) =>
    [
        .. ComparedMethods.All.Select(method => method.Name).Append(ComparedMethods.Random)
            .Where(method => cells.Any(cell => cell.Network == network && cell.Method == method)),
    ];

    public ComparisonCell? Find(string network, string method, ComparisonMeasure measure) => _cells.GetValueOrDefault((network, method, measure));

    public Estimate Value(string network, string method, ComparisonFigure figure, string name = CellFigure.AllClasses) =>
        Find(network, method, figure.Measure)?.Value(figure.Name, name) ?? new(double.NaN);

    /// <summary>Whether any method has the figure on a network.</summary>
    public bool Has(string network, ComparisonFigure figure) => cells.Any(cell => cell.Network == network && cell.Measure == figure.Measure && cell.Value(figure.Name).IsDefined);

    /// <summary>The table: every method by every measure on a network, in parts that fit a page, without the intervals that stand in the tables behind it.</summary>
    public IEnumerable<Table> Overview(string network)
    {
        ComparisonFigure[] figures = [.. ComparisonFigures.All.Where(figure => figure.IsMain && Has(network, figure))];
        ComparisonFigure[] score = [.. figures.Where(figure => figure.Measure is ComparisonMeasure.ScoreReduction or ComparisonMeasure.DeletionInsertion or ComparisonMeasure.Erasure)];
        ComparisonFigure[] place = [.. figures.Where(figure => figure.Measure == ComparisonMeasure.Localisation)], rest = [.. figures.Except(score).Except(place)];
        if (score.Length > 0)
            yield return Overview(network, score, "what lowers the score") with { Notes = [Legend(score), $"{Beats(network)} Intervals stand in the sections behind."] };
        if (place.Length > 0)
            yield return Overview(network, place, "where it lies") with { Notes = [Legend(place)] };
        if (rest.Length > 0)
            yield return Overview(network, rest, "is it about the model, is it steady") with { Notes = [Legend(rest), .. RowNotes(network)] };
    }

    private Table Overview(string network, ComparisonFigure[] figures, string title) => new()
    {
        Caption = $"{network}, {title}: all methods",
        Columns = [new("Method"), .. figures.Select(figure => figure.ToColumn() with { Name = figure.Short, Decimals = figure.Kind == ColumnKind.Percent ? 0 : figure.Decimals })],
        Rows = [.. MethodsOf(network).Select(method => (IReadOnlyList<Cell>)[method, .. figures.Select(figure => CellOf(network, method, figure) is { Estimate: { } estimate } ? estimate.Value : CellOf(network, method, figure))])],
    };

    private static string Legend(ComparisonFigure[] figures)
    {
        return "Methods stand in the order of their cost, not of their worth."
            + (figures.Any(figure => figure.IsOfMagnitude) ? " |A|: the column before it, of the magnitudes in place of the signed values." : "")
            + Names(" High is good", Better.High) + Names(" Low is good", Better.Low);

        string Names(string words, Better better)
        {
            string names = string.Join(", ", figures.Where(figure => figure.Better == better && !figure.IsOfMagnitude).Select(figure => figure.Short == figure.Title ? figure.Short : $"{figure.Short} ({figure.Title})"));
            return names.Length == 0 ? "" : $"{words}: {names}.";
        }
    }

    /// <summary>Some figures of every method, with intervals.</summary>
    public Table Wide(string network, IReadOnlyList<ComparisonFigure> figures, string caption) => new()
    {
        Caption = caption,
        Columns = [new("Method"), new("Beats", ColumnKind.Count), .. figures.Select(figure => figure.ToColumn())],
        Rows = [.. MethodsOf(network).Select(method => (IReadOnlyList<Cell>)
            [
                method,
                figures.Select(figure => Find(network, method, figure.Measure)?.Rows ?? 0).DefaultIfEmpty(0).Max(),
                .. figures.Select(figure => CellOf(network, method, figure)),
            ])],
    };

    /// <summary>Seconds of every cell.</summary>
    public Table Times(params IReadOnlyList<ComparedModel> networks) => new()
    {
        Caption = $"Time of every cell, in seconds{(networks.Count == 1 ? $", {networks[0].Name}" : "")}",
        Columns =
        [
            new("Network"), new("Method"), new("pas-ses", ColumnKind.Count) { Key = "passes" },
            .. ComparisonMeasures.All.Select(measure => new Column(Short(measure), ColumnKind.Number) { Decimals = 1, Key = measure.Text().Replace('-', '_') }),
            new("all", ColumnKind.Number) { Decimals = 1 }, new("pro-cessor", ColumnKind.Number) { Decimals = 1, Key = "processor" },
        ],
        Rows =
        [
            .. networks.SelectMany(network => MethodsOf(network.Name).Select(method => (IReadOnlyList<Cell>)
            [
                network.Name,
                method,
                method == ComparedMethods.Random ? 0 : MethodCatalog.Find(method).Passes,
                .. ComparisonMeasures.All.Select(measure => Find(network.Name, method, measure) is { } cell ? cell.Seconds : MissingOr(network.Name, method, measure)),
                cells.Where(cell => cell.Network == network.Name && cell.Method == method).Sum(cell => cell.Seconds),
                cells.Where(cell => cell.Network == network.Name && cell.Method == method).Sum(cell => cell.ProcessorSeconds),
            ])),
            .. networks.Select(network => (IReadOnlyList<Cell>)
            [
                network.Name,
                "all methods",
                Cell.Empty,
                .. ComparisonMeasures.All.Select(measure => (Cell)cells.Where(cell => cell.Network == network.Name && cell.Measure == measure).Sum(cell => cell.Seconds)),
                cells.Where(cell => cell.Network == network.Name).Sum(cell => cell.Seconds),
                cells.Where(cell => cell.Network == network.Name).Sum(cell => cell.ProcessorSeconds),
            ]),
        ],
        Notes = ["Passes: forward and backward, of one explanation. Processor: time of all its cores together, which other programs on the machine hardly lengthen."],
        HeadingColumns = 2,
    };

    /// <summary>Stages of the parameter randomisation of a network, each method by the side it is read by.</summary>
    public Table StagesOf(string network)
    {
        ComparisonCell[] own = [.. MethodsOf(network).Select(method => Find(network, method, ComparisonMeasure.ParameterRandomisation)).OfType<ComparisonCell>()];
        (string Layer, RandomisationMode Mode)[] stages = [.. own[0].Stages.Select(stage => (stage.Layer, stage.Mode))];
        return new()
        {
            Caption = $"Rank correlation with the maps of the trained network, stage by stage, {network}",
            Columns =
            [
                new("Method"),
                .. stages.Select((stage, i) => new Column($"{(stage.Mode == RandomisationMode.Cascading ? "down to" : "only")} {stage.Layer}", ColumnKind.Number) { Decimals = 2, Key = $"stage_{i + 1}" }),
            ],
            Rows = [.. own.Select(cell => (IReadOnlyList<Cell>)[cell.Method, .. cell.Stages.Select(stage => OwnSide(cell.Method, stage).Value)])],
            Notes = ["Down to: the layer and all behind it are random, up to the output; the last such column is a network that has learned nothing. Only: that layer alone. "
                + "Signed values, of input derivative, SmoothGrad and guided backpropagation the magnitudes; both with intervals in measures/randomisation.csv."],
        };

        static Estimate OwnSide(string method, CellStage stage) =>
            ComparisonFindings.OwnSide(method, ComparisonFigures.Randomised).IsOfMagnitude ? stage.SpearmanMagnitude : stage.Spearman;
    }

    /// <summary>Stages of the parameter randomisation.</summary>
    private Table Stages() => new()
    {
        Caption = "Parameter randomisation, stage by stage",
        Columns =
        [
            new("Network"), new("Method"), new("Random") { Key = "mode" }, new("Layer"), new("ρ, signed", ColumnKind.Number) { Decimals = 2, Key = "spearman" },
            new("ρ, |A|", ColumnKind.Number) { Decimals = 2, Key = "spearman_magnitude" }, new("Undefined maps", ColumnKind.Count),
        ],
        Rows =
        [
            .. cells.SelectMany(cell => cell.Stages.Select(stage => (IReadOnlyList<Cell>)
                [cell.Network, cell.Method, stage.Mode == RandomisationMode.Cascading ? "from the output down to" : "only", stage.Layer, stage.Spearman, stage.SpearmanMagnitude, stage.UndefinedMaps])),
        ],
        HeadingColumns = 4,
    };

    /// <summary>A figure of every method, over all classes and for each.</summary>
    public Table PerClass(string network, ComparisonFigure figure) => new()
    {
        Caption = $"{figure.Title} by class, {network}",
        Columns = [new("Method"), new("All", figure.Kind) { Decimals = figure.Decimals }, .. comparison.Classes.Select(name => new Column(name, figure.Kind) { Decimals = figure.Decimals, Key = name })],
        Rows =
        [
            .. MethodsOf(network).Where(method => Find(network, method, figure.Measure) is not null).Select(method => (IReadOnlyList<Cell>)
                [method, Value(network, method, figure), .. comparison.Classes.Select(name => (Cell)Value(network, method, figure, name))]),
        ],
    };

    /// <summary>On how many beats the methods of a network were measured.</summary>
    private string Beats(string network)
    {
        IGrouping<int, ComparisonCell>[] groups =
        [
            .. cells.Where(cell => cell.Network == network && cell.Measure == ComparisonMeasure.Attributions).GroupBy(cell => cell.Rows).OrderByDescending(group => group.Key),
        ];
        return groups.Length == 0
            ? ""
            : $"Beats: {NumberText.Count(groups[0].Key)}{string.Concat(groups.Skip(1).Select(group => $"; {string.Join(", ", group.Select(cell => cell.Method))} {NumberText.Count(group.Key)}"))}.";
    }

    /// <summary>What the columns of a network do not share.</summary>
    private IEnumerable<string> RowNotes(string network)
    {
        yield return $"Beats of infidelity and max-sensitivity: {Most(ComparisonMeasure.Infidelity)}; of random networks: {Most(ComparisonMeasure.ParameterRandomisation)}. One random: the layer for which the map stays most alike. ms: time of one explanation.";
        foreach (IGrouping<string, ComparisonCell> note in cells.Where(cell => cell.Network == network && cell.Measure != ComparisonMeasure.Attributions)
            .SelectMany(cell => cell.Notes.Select(text => (cell, text))).GroupBy(pair => $"{Title(pair.cell.Measure)}: {pair.text}", pair => pair.cell))
        {
            yield return $"{note.Key} ({string.Join(", ", note.Select(cell => cell.Method).Distinct())})";
        }

        int Most(ComparisonMeasure measure) => cells.Where(cell => cell.Network == network && cell.Measure == measure).Select(cell => cell.Rows).DefaultIfEmpty(0).Max();
    }

    private Table Cells() => new()
    {
        Caption = "Every number of every cell",
        Columns =
        [
            new("Network"), new("Method"), new("Measure"), new("Figure"), new("Class"), new("Value", ColumnKind.Number), new("Beats", ColumnKind.Count), new("Patients", ColumnKind.Count),
            new("Seconds of the cell", ColumnKind.Number) { Key = "cell_seconds" },
        ],
        Rows =
        [
            .. cells.SelectMany(cell => cell.Figures.Select(figure => (IReadOnlyList<Cell>)
                [cell.Network, cell.Method, cell.Measure.Text(), figure.Figure, figure.Class, figure.Value, cell.Rows, cell.Patients, cell.Seconds])),
        ],
        HeadingColumns = 5,
    };

    private Table Curves() => new()
    {
        Caption = "Curves",
        Columns = [new("Network"), new("Method"), new("Curve"), new("Point", ColumnKind.Number), new("Value", ColumnKind.Number)],
        Rows =
        [
            .. cells.SelectMany(cell => cell.Curves.SelectMany(curve => curve.Points.Select((point, i) => (IReadOnlyList<Cell>)
                [cell.Network, cell.Method, curve.Curve, point, curve.Values[i]]))),
        ],
        HeadingColumns = 4,
    };

    /// <summary>Every pair of methods over all classes of a network, most alike first.</summary>
    public Table Agreement(string network)
    {
        Table all = Agreement(agreements.Where(agreement => agreement.Network == network)
            .SelectMany(agreement => agreement.Pairs.Where(pair => pair.Class == CellFigure.AllClasses).OrderByDescending(pair => pair.Spearman.Value).Select(pair => (network, pair))));
        return all with
        {
            Caption = $"Agreement of every pair of methods, {network}, by the rank correlation of the signed values",
            Columns = [.. all.Columns.Where((_, i) => i is not (0 or 3))],
            Rows = [.. all.Rows.Select(row => (IReadOnlyList<Cell>)[.. row.Where((_, i) => i is not (0 or 3))])],
            HeadingColumns = 2,
            Notes = ["Left out: beats with a constant map. Top overlap: share of the largest tenth, by magnitude, that both have."],
        };
    }

    private static Table Agreement(IEnumerable<(string Network, AgreementMetrics Pair)> pairs) => new()
    {
        Caption = "Agreement of every pair of methods",
        Columns =
        [
            new("Network"), new("First"), new("Second"), new("Class"), new("Beats", ColumnKind.Count), new("Left out", ColumnKind.Count) { Key = "undefined_beats" },
            new("Spearman", ColumnKind.Number) { Decimals = 2 }, new("Spearman, |A|", ColumnKind.Number) { Decimals = 2, Key = "spearman_magnitude" },
            new("Top overlap", ColumnKind.Number) { Decimals = 2 }, new("Equal signs", ColumnKind.Number) { Decimals = 2, Key = "sign_agreement" },
        ],
        Rows =
        [
            .. pairs.Select(one => (IReadOnlyList<Cell>)
            [
                one.Network, one.Pair.First, one.Pair.Second, one.Pair.Class, one.Pair.Rows, one.Pair.UndefinedRows, one.Pair.Spearman, one.Pair.SpearmanMagnitude, one.Pair.TopOverlap,
                one.Pair.SignAgreement,
            ]),
        ],
        HeadingColumns = 4,
    };

    private Cell CellOf(string network, string method, ComparisonFigure figure) =>
        Find(network, method, figure.Measure) is { } cell ? cell.Value(figure.Name) : MissingOr(network, method, figure.Measure);

    // Random values have no explanation that could be made again.
    private static Cell MissingOr(string network, string method, ComparisonMeasure measure) =>
        MethodMeasures.MeasuresOf(method).Contains(measure) ? Missing : "–";

    private static string Short(ComparisonMeasure measure) => measure switch
    {
        ComparisonMeasure.Attributions => "ex-plain",
        ComparisonMeasure.ScoreReduction => "score red.",
        ComparisonMeasure.DeletionInsertion => "curves",
        ComparisonMeasure.Erasure => "compr.",
        ComparisonMeasure.Localisation => "place",
        ComparisonMeasure.Infidelity => "infid.",
        ComparisonMeasure.MaxSensitivity => "max-sens.",
        _ => "random nets",
    };

    private static string Title(ComparisonMeasure measure) => measure switch
    {
        ComparisonMeasure.Attributions => "Explaining",
        ComparisonMeasure.ScoreReduction => "Score reduction",
        ComparisonMeasure.DeletionInsertion => "Deletion and insertion",
        ComparisonMeasure.Erasure => "Comprehensiveness",
        ComparisonMeasure.Localisation => "Localisation",
        ComparisonMeasure.Infidelity => "Infidelity",
        ComparisonMeasure.MaxSensitivity => "Max-sensitivity",
        _ => "Random networks",
    };
}
