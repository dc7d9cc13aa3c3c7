using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;
using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Publishing;

namespace MlNetXai.Runs.Comparing;

/// <summary>Writes tables, figures and <c>report.html</c> from the cells that are there.</summary>
internal sealed class ComparisonReport
{
    private readonly ComparisonFolder _folder;
    private readonly ComparisonFile _comparison;
    private readonly IReadOnlyList<MethodMeasures> _measures;
    private readonly IReadOnlyList<ComparisonCell> _cells;
    private readonly IReadOnlyList<string> _missing;
    private readonly IReadOnlyList<NetworkAgreement> _agreements;
    private readonly ComparisonTables _tables;
    private readonly ComparisonFindings _findings;
    private readonly List<(string Name, Figure Figure)> _figures = [];

    private ComparisonReport(ComparisonFolder folder, ComparisonFile comparison, IReadOnlyList<MethodMeasures> measures)
    {
        (_folder, _comparison, _measures) = (folder, comparison, measures);
        (_cells, _missing) = ReadCells();
        _agreements =
        [
            .. measures.Select(own => NetworkAgreement.Of(
                own,
                [
                    .. ComparedMethods.All.Select(method => method.Name)
                        .Where(method => _cells.Any(cell => cell.Network == own.Network.Name && cell.Method == method && cell.Measure == ComparisonMeasure.Attributions)),
                ])),
        ];
        _tables = new(comparison, _cells, _agreements);
        _findings = new(comparison, _tables, _agreements);
    }

    /// <summary>Writes everything.</summary>
    /// <exception cref="RunException">A cell or an attribution is damaged.</exception>
    public static EcgComparisonResult Write(ComparisonFolder folder, ComparisonFile comparison, IReadOnlyList<MethodMeasures> measures) =>
        new ComparisonReport(folder, comparison, measures).Write();

    private EcgComparisonResult Write()
    {
        foreach ((string name, Table table) in _tables.Files())
        {
            AtomicFile.WriteText(_folder.MeasurePath(name, "csv"), CsvTable.Format(table));
            AtomicFile.WriteText(_folder.MeasurePath(name, "json"), JsonTable.Format(table));
        }

        IReadOnlyList<ReportSection> sections = Sections();
        foreach ((string name, Figure figure) in _figures)
            AtomicFile.WriteText(_folder.FigurePath(name), figure.ToSvg());
        HtmlReport.Write(_folder.ReportPath, new()
        {
            Title = "Which explanation of a heartbeat to trust?",
            Summary = Summary(),
            Warnings = Warnings(),
            Sections = sections,
            Footer = string.Join(" ", _comparison.Versions.Select(versions => $"MlNetXai {versions.MlNetXai}, {versions.Runtime}, {versions.Architecture} with {versions.VectorBits}-bit vectors.")),
        });
        return new()
        {
            Comparison = _comparison,
            Cells = _cells,
            Missing = _missing,
            Agreements = _agreements,
            Findings = _findings.All(),
            ReportPath = _folder.ReportPath,
        };
    }

    private (IReadOnlyList<ComparisonCell> Cells, IReadOnlyList<string> Missing) ReadCells()
    {
        List<ComparisonCell> cells = [];
        List<string> missing = [];
        foreach (MethodMeasures measures in _measures)
        {
            foreach (string method in _comparison.Options.Methods.Append(ComparedMethods.Random).Where(measures.Network.Fits))
            {
                foreach (ComparisonMeasure measure in MethodMeasures.MeasuresOf(method))
                {
                    string name = measures.Network.Name, path = _folder.CellPath(name, method, measure);
                    if (File.Exists(path) && (measure != ComparisonMeasure.Attributions || File.Exists(_folder.AttributionPath(name, method))))
                        cells.Add(ComparisonCell.Read(path, name, method, measure));
                    else
                        missing.Add($"{name}, {method}: {measure.Text()}");
                }

                if (HasChoices(method) && !File.Exists(Path.Combine(_folder.ChoicesFolder(measures.Network.Name), $"choices-{method}.json")))
                    missing.Add($"{measures.Network.Name}, {method}: free choices");
            }
        }

        return (cells, missing);
    }

    private bool HasChoices(string method) => _comparison.Options.ChoiceRows > 0 && method != ComparedMethods.Random && MethodCatalog.Find(method).Choices.Count > 0;

    private IReadOnlyList<ReportSection> Sections() =>
    [
        new("What was compared", [.. Compared()]),
        new("All methods by all measures", [.. Overview()]),
        new("What lowers the score", [.. ScoreReduction()]),
        new("Is the explanation about the model?", [.. Model()]),
        new("Where the attribution lies", [.. Localisation()]),
        new("Agreement between methods", [.. Agreement()]),
        .. _comparison.Networks.Select(network => FreeChoiceTables.Section(MethodFreeChoices.ReadAll(_folder.ChoicesFolder(network.Name)), network.Name)).OfType<ReportSection>(),
        new("Settings", [.. Settings()]),
    ];

    private string Summary() =>
        $"{Texts.Number(_comparison.Options.Methods.Count, "explanation method")} compared on {Texts.Number(_comparison.Networks.Count, "network")} "
        + $"({string.Join(", ", _comparison.Networks.Select(network => network.Name))}) and {Texts.Number(_comparison.Rows.Count, "test beat")} of {Texts.Number(_measures[0].Rows(_comparison.Options.Rows).PatientCount, "patient")}. "
        + "No single measure says which explanation is right: read them beside each other.";

    private List<string> Warnings()
    {
        List<string> warnings = [];
        if (_missing.Count > 0)
            warnings.Add($"The table is not whole: {Texts.Number(_missing.Count, "cell")} {(_missing.Count == 1 ? "is" : "are")} missing. The same command computes them; they are named in the section Settings.");
        if (_measures.Any(own => own.Network.Run.Manifest.Purpose == RunPurpose.SmokeTest))
            warnings.Add("Smoke test: too little data and training. Its numbers mean nothing.");
        if (_measures[0].Network.Run.Data.HasTruth)
            warnings.Add("Synthetic recordings: they show that the methods work, and say nothing about patients.");
        return warnings;
    }

    private IEnumerable<ReportBlock> Compared()
    {
        DataSummary data = _measures[0].Network.Run.Data.Split.Data;
        yield return new FactsBlock(
        [
            new("Data", data.Source.Name),
            new("Beats", $"{Texts.Count(_comparison.Rows.Count)} of the test part ({string.Join(", ", _comparison.Classes.Select((name, c) => $"{name} {Texts.Count(_comparison.RowsPerClass[c])}"))})"),
            new("Patients", Texts.Count(_measures[0].Rows(_comparison.Options.Rows).PatientCount)),
        ]);
        yield return new Table
        {
            Caption = "Networks",
            Columns = [new("Network"), new("Task"), new("Weights", ColumnKind.Count), new("SHA-256 of its file")],
            Rows = [.. _comparison.Networks.Select(network => (IReadOnlyList<Cell>)[network.Name, network.Task, network.Parameters, network.Sha256])],
        };
    }

    private IEnumerable<ReportBlock> Overview()
    {
        foreach (Table table in _comparison.Networks.SelectMany(network => _tables.Overview(network.Name)))
            yield return table;
        foreach (ComparedModel network in _comparison.Networks)
            yield return _tables.Times(network);
    }

    private IEnumerable<ReportBlock> ScoreReduction()
    {
        foreach (ComparedModel network in _comparison.Networks)
        {
            foreach (string finding in _findings.Reduction(network.Name))
                yield return finding;
            foreach ((string name, Figure figure) in ComparisonCurves.Figures(_tables, network.Name))
            {
                _figures.Add((name, figure));
                yield return figure;
            }

            if (Group(network.Name, "Score reduction of the signed values", figure => figure.Measure == ComparisonMeasure.ScoreReduction && !figure.IsOfMagnitude) is { } signed)
                yield return signed;
            if (Group(network.Name, "Score reduction of the magnitudes", figure => figure.Measure == ComparisonMeasure.ScoreReduction && figure.IsOfMagnitude) is { } magnitudes)
                yield return magnitudes;
            if (Group(network.Name, "Deletion and insertion, comprehensiveness and sufficiency", figure => figure.Measure is ComparisonMeasure.DeletionInsertion or ComparisonMeasure.Erasure) is { } curves)
                yield return curves;
        }
    }

    private IEnumerable<ReportBlock> Model()
    {
        foreach (ComparedModel network in _comparison.Networks)
        {
            foreach (string finding in _findings.Randomisation(network.Name))
                yield return finding;
            if (Group(network.Name, "Similarity to the maps of random networks", figure => figure.Measure == ComparisonMeasure.ParameterRandomisation) is { } similarity)
                yield return similarity;
            if (_cells.Any(cell => cell.Network == network.Name && cell.Stages.Count > 0))
                yield return _tables.StagesOf(network.Name);
            if (Group(network.Name, "Infidelity and max-sensitivity", figure => figure.Measure is ComparisonMeasure.Infidelity or ComparisonMeasure.MaxSensitivity) is { } robustness)
                yield return robustness;
        }
    }

    private IEnumerable<ReportBlock> Localisation()
    {
        foreach (ComparedModel network in _comparison.Networks)
        {
            foreach (string finding in _findings.Localisation(network.Name))
                yield return finding;
            if (Group(network.Name, "Where the attribution lies", figure => figure.Measure == ComparisonMeasure.Localisation) is { } place)
                yield return place;
            foreach (ComparisonFigure figure in (ComparisonFigure[])[ComparisonFigures.Precision, ComparisonFigures.QrsRatio])
            {
                if (_tables.Has(network.Name, figure))
                    yield return _tables.PerClass(network.Name, figure);
            }
        }
    }

    private IEnumerable<ReportBlock> Agreement()
    {
        foreach (NetworkAgreement agreement in _agreements)
        {
            if (agreement.Pairs.Count == 0)
                continue;
            yield return new ListBlock([.. _findings.Agreement(agreement.Network)]);
            yield return Matrix(agreement, $"agreement-{agreement.Network}", "Spearman rank correlation of the signed values", pair => pair.Spearman);
            yield return Matrix(agreement, $"agreement-{agreement.Network}-magnitude", "Spearman rank correlation of the magnitudes", pair => pair.SpearmanMagnitude);
            yield return _tables.Agreement(agreement.Network);
        }
    }

    private AgreementFigure Matrix(NetworkAgreement agreement, string name, string measure, Func<AgreementMetrics, Estimate> value)
    {
        AgreementFigure figure = new()
        {
            Title = $"Agreement between methods, {agreement.Network}",
            Measure = measure,
            Methods = agreement.Maps,
            Values = [.. agreement.Maps.Select(first => (IReadOnlyList<Estimate>)[.. agreement.Maps.Select(second => new Estimate(agreement.Find(first, second) is { } pair ? value(pair).Value : double.NaN))])],
        };
        figure = figure with
        {
            Caption = figure.Caption with
            {
                Shows = $"{figure.Caption.Shows} The intervals over patients stand in the table behind, those of every class in measures/agreement.csv.",
            },
        };
        _figures.Add((name, figure));
        return figure;
    }

    private IEnumerable<ReportBlock> Settings()
    {
        if (_missing.Count > 0)
            yield return new HeadingBlock("Missing cells");
        if (_missing.Count > 0)
        {
            yield return new ListBlock(
                [.. _missing.GroupBy(cell => cell[..cell.IndexOf(':', StringComparison.Ordinal)]).Select(method => $"{method.Key}: {string.Join(", ", method.Select(cell => cell[(method.Key.Length + 2)..]))}")]);
        }

        yield return new FactsBlock([.. EcgCards.Settings(_comparison.Options, name => name is not (nameof(EcgComparisonOptions.Explanation) or nameof(EcgComparisonOptions.Methods)))]);
        yield return new Table
        {
            Caption = "Open questions and their answers here",
            Columns = [new("Question"), new("Answer"), new("Option")],
            Rows = [.. _comparison.Choices.Select(choice => (IReadOnlyList<Cell>)[choice.Question, choice.Answer, choice.Option ?? ""])],
        };
    }

    // A table of no figure that is there yet says nothing.
    private Table? Group(string network, string title, Func<ComparisonFigure, bool> belongs)
    {
        ComparisonFigure[] figures = [.. ComparisonFigures.All.Where(figure => belongs(figure) && _tables.Has(network, figure))];
        return figures.Length == 0 ? null : _tables.Wide(network, figures, $"{title}, {network}");
    }
}
