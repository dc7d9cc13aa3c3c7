using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Networks.Layers;
using MlNetXai.Reporting;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>Computes the cells of one network.</summary>
internal sealed class MethodMeasures
{
    private const int StatisticsRows = 1000;
    private const int ExpensiveSensitivityPasses = 200;
    private const int MostPoints = 100;

    // Of a network that ends in an average over steps, four changed rows hold every coalition (cost of ShapleySegments).
    private const int LocalShapleyPasses = 9;

    private readonly ComparedNetwork _network;
    private readonly EcgComparisonOptions _options;
    private readonly ComparisonFolder _folder;
    private readonly ParameterRandomisation _randomisation;
    private readonly Lazy<Batch> _statisticsRows;
    private readonly Dictionary<int, ComparedRows> _rows = [];
    private readonly Dictionary<ComparedRows, PatientBootstrap> _bootstraps = new(ReferenceEqualityComparer.Instance);
    private AttributionArchive? _last;

    public MethodMeasures(ComparedNetwork network, EcgComparisonOptions options, ComparisonFolder folder)
    {
        (_network, _options, _folder) = (network, options, folder);
        _randomisation = new(new() { Draws = options.RandomisationDraws, Seed = options.Seed });
        _statisticsRows = new(StatisticsBeats);
    }

    public ComparedNetwork Network => _network;

    /// <summary>Methods to be compared, whether or not they fit the network.</summary>
    public IReadOnlyList<string> Methods => _options.Methods;

    /// <summary>Measures that a method can have here.</summary>
    public static IEnumerable<ComparisonMeasure> MeasuresOf(string method) => ComparisonMeasures.All.Where(measure =>
        method != ComparedMethods.Random || measure is not (ComparisonMeasure.MaxSensitivity or ComparisonMeasure.ParameterRandomisation));

    /// <summary>Throws unless the settings suit the methods and the network.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void RequireMethods()
    {
        foreach (string method in Methods.Where(_network.Fits))
            ExplanationChecks.RequireOptions(Create(method), _network.Network);
    }

    /// <summary>Beats that a method is explained on.</summary>
    public ComparedRows RowsOf(string method) =>
        Rows(_network.IsConvolutional && Passes(method) > _options.ExpensivePasses ? Math.Min(_options.ExpensiveRows, _options.Rows) : _options.Rows);

    public PatientBootstrap Bootstrap(ComparedRows rows)
    {
        if (!_bootstraps.TryGetValue(rows, out PatientBootstrap? bootstrap))
            _bootstraps[rows] = bootstrap = new(rows.Patients, new() { Draws = _options.BootstrapDraws, Level = _options.IntervalLevel, Seed = _options.Seed });
        return bootstrap;
    }

    /// <summary>About how many passes a cell takes.</summary>
    public double PassesOf(string method, ComparisonMeasure measure)
    {
        int rows = RowsOf(method).Count, cells = _network.Network.InputShape.Length;
        double passes = Math.Max(1, method == ShapleySegments.Description.Name && _network.Network.Places.Count > 0 ? LocalShapleyPasses : Passes(method));
        return measure switch
        {
            ComparisonMeasure.Attributions => rows * passes,
            ComparisonMeasure.ScoreReduction => rows * 2.0 * (40 + (_options.PairedAlphas.Count * _options.RandomDraws)),
            ComparisonMeasure.DeletionInsertion => rows * 2.0 * Math.Min(cells, MostPoints),
            ComparisonMeasure.Erasure => rows * 10.0,
            ComparisonMeasure.Infidelity => _options.RobustnessRows * 50.0,
            ComparisonMeasure.MaxSensitivity => _options.RobustnessRows * (1 + SensitivityDraws(method)) * passes,
            ComparisonMeasure.ParameterRandomisation => _options.RandomisationRows * passes
                * (1 + (_options.RandomisationDraws * ((2 * _network.Network.Layers.Count(layer => layer.WeightLength > 0 && layer.Layer is not (BatchNorm1d or LayerNorm or Affine))) - 1))),
            _ => rows,
        };
    }

    /// <summary>Computes a cell; its time is the caller's to note.</summary>
    public ComparisonCell Compute(string method, ComparisonMeasure measure, IProgress<ProgressReport> progress, CancellationToken cancellation) => measure switch
    {
        ComparisonMeasure.Attributions => Explain(method, progress, cancellation),
        ComparisonMeasure.ScoreReduction => ScoreReduction(Archive(method), progress, cancellation),
        ComparisonMeasure.DeletionInsertion => DeletionInsertion(Archive(method), progress, cancellation),
        ComparisonMeasure.Erasure => Erasure(Archive(method), progress, cancellation),
        ComparisonMeasure.Localisation => Localisation(Archive(method)),
        ComparisonMeasure.Infidelity => Infidelity(Archive(method), progress, cancellation),
        ComparisonMeasure.MaxSensitivity => MaxSensitivity(method, progress, cancellation),
        _ => Randomisation(method, progress, cancellation),
    };

    /// <summary>Attributions of a method that was explained.</summary>
    /// <exception cref="RunException">The file is missing, damaged, or of other beats.</exception>
    public AttributionArchive Archive(string method)
    {
        if (_last?.Method == method)
            return _last;
        string path = _folder.AttributionPath(_network.Name, method);
        const string Remedy = "Delete it and start the comparison again: the others are kept.";
        if (ComparisonCell.Read(_folder.CellPath(_network.Name, method, ComparisonMeasure.Attributions), _network.Name, method, ComparisonMeasure.Attributions).Sha256 != HashOf(path))
            throw new RunException($"{path}: is not the file that was measured, or is damaged. {Remedy}", path);
        AttributionArchive archive = AttributionArchive.Read(path);
        return archive.Values is not null && archive.Keys.SequenceEqual(RowsOf(method).Keys)
            ? _last = archive
            : throw new RunException($"{path}: explains other beats than this comparison. {Remedy}", path);
    }

    /// <summary>Beats drawn; fewer are some of more.</summary>
    public ComparedRows Rows(int count)
    {
        if (!_rows.TryGetValue(count, out ComparedRows? rows))
            _rows[count] = rows = ComparedRows.Draw(_network.Run.Data, _network.Network.Classes.Count, count, _options.Seed);
        return rows;
    }

    /// <summary>Samples that make the class of each beat, widened; null where no truth is known.</summary>
    public Batch? Truth(ComparedRows rows)
    {
        if (!_network.Run.Data.HasTruth)
            return null;
        Batch truth = new(rows.Count, rows.Signal.Steps, 1);
        for (int row = 0; row < rows.Count; row++)
        {
            bool[] evidence = Explanations.Evaluation.Localisation.Dilate(_network.Run.Data.Evidence(rows.Keys[row]), channels: 1, _options.TruthDilation);
            for (int step = 0; step < evidence.Length; step++)
                truth.Row(row)[step] = evidence[step] ? 1 : 0;
        }

        return truth;
    }

    private static int Passes(string method) => method == ComparedMethods.Random ? 0 : MethodCatalog.Find(method).Passes;

    private int SensitivityDraws(string method) =>
        Passes(method) > ExpensiveSensitivityPasses ? Math.Min(_options.ExpensiveSensitivityDraws, _options.SensitivityDraws) : _options.SensitivityDraws;

    private IExplanationMethod<Network> Create(string method) => EcgMethods.Create(method, _options.Explanation, _network.Run);

    private ComparisonCell Explain(string method, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = RowsOf(method);
        Network network = _network.Network;
        Attribution attribution = method == ComparedMethods.Random
            ? new() { Method = method, Values = RandomValues(rows.Signal), Targets = rows.Labels }
            : Create(method).Explain(network, rows.Signal, rows.Labels, progress, cancellation);
        attribution.Values.RequireFinite($"{method} on {_network.Name}");
        AttributionArchive archive = new AttributionArchive
        {
            Method = method,
            Keys = rows.Keys,
            Patients = rows.Patients,
            Labels = rows.Labels,
            Targets = rows.Labels,
            Predicted = TargetScores.Predicted(network, rows.Signal, cancellation: cancellation),
            Classes = network.Classes,
            Signal = rows.Signal,
        }.With(attribution, ViewOf(method));
        string path = _folder.AttributionPath(_network.Name, method);
        archive.Write(path);
        _last = archive;
        return Cell(method, ComparisonMeasure.Attributions, rows) with { Notes = attribution.Notes, Sha256 = HashOf(path) };
    }

    /// <summary>SHA-256 of a file.</summary>
    public static string HashOf(string path) => InputFile.Hash(Path.GetDirectoryName(path)!, [Path.GetFileName(path)])[0].Sha256;

    // Uniform in [0, 1), named by the beat's values: the same beat has the same values in any selection.
    private Batch RandomValues(Batch signal)
    {
        Batch values = signal.Blank();
        uint[] keys = RowKeys.Of(signal);
        Philox random = new(_options.Seed, "random values");
        for (int row = 0; row < values.Rows; row++)
        {
            Philox.Stream draws = random.Draws(keys[row]);
            foreach (ref float value in values.Row(row))
                value = (float)draws.Uniform();
        }

        return values;
    }

    private static SalienceView ViewOf(string method) => method == ComparedMethods.Random ? SalienceView.Signed : MethodCatalog.Find(method).Salience;

    private static SalienceMap MapOf(AttributionArchive archive) => new(archive.Method, archive.Values!, ViewOf(archive.Method));

    private ComparisonCell ScoreReduction(AttributionArchive archive, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = RowsOf(archive.Method);
        SalienceMap signed = new(archive.Method, archive.Values!), magnitude = signed with { View = SalienceView.Magnitude };

        // Values without a sign are their magnitudes: measured once, shown twice.
        bool isMagnitude = System.Numerics.Tensors.TensorPrimitives.Min<float>(archive.Values!.Values) >= 0;
        ScoreReductionOptions options = new() { PairedAlphas = _options.PairedAlphas, RandomSalience = false, Draws = _options.RandomDraws, Seed = _options.Seed };
        ScoreReductionResult result = new ScoreReduction(options).Measure(
            _network.Network, rows.Signal, rows.Labels, isMagnitude ? [signed] : [signed, magnitude], progress, cancellation);

        List<CellFigure> figures = [];
        List<CellCurve> curves = [];
        Add(result.Methods[0], "");
        Add(result.Methods[^1], ComparisonFigures.OfMagnitude);
        return Cell(archive.Method, ComparisonMeasure.ScoreReduction, rows) with { Figures = figures, Curves = curves };

        void Add(MethodScoreReduction method, string ending)
        {
            PatientBootstrap bootstrap = Bootstrap(rows);
            AddMean("reduction", method.Reduction.PerRow.Select(row => row.Average()));
            AddMean("reduction-0.5", method.Reduction.PerRow.Select(row => row[IndexOf(method.Reduction.Points, 0.5)]));
            AddMean("reduction-0.9", method.Reduction.PerRow.Select(row => row[IndexOf(method.Reduction.Points, 0.9)]));
            AddMean("share-deleted", method.ShareDeleted.PerRow.Select(row => row.Average()));
            AddMean("above-random", method.MeanAboveRandom);
            AddMean("fixed-share", method.FixedShare.PerRow.Select(row => row.Average()));
            AddCurve("reduction", method.Reduction);
            AddCurve("share-deleted", method.ShareDeleted);
            int[] paired = [.. _options.PairedAlphas.Select(alpha => IndexOf(method.PairedRandom.Points, alpha))];
            AddCurve("random-choice", new(_options.PairedAlphas, [.. method.PairedRandom.PerRow.Select(row => paired.Select(point => row[point]).ToArray())]));
            AddCurve("fixed-share", method.FixedShare);

            void AddMean(string name, IEnumerable<double> values) => figures.Add(new(name + ending, CellFigure.AllClasses, bootstrap.Mean([.. values]).ToEstimate()));

            void AddCurve(string name, RowCurves values) => curves.Add(new(name + ending, values.Points, bootstrap.MeanCurve(values.PerRow).ToEstimates()));
        }
    }

    private static int IndexOf(IReadOnlyList<double> points, double point)
    {
        int index = 0;
        while (Math.Abs(points[index] - point) > 1e-9)
            index++;
        return index;
    }

    private ComparisonCell DeletionInsertion(AttributionArchive archive, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = RowsOf(archive.Method);
        PatientBootstrap bootstrap = Bootstrap(rows);
        MethodDeletionInsertion result = new DeletionInsertion().Measure(_network.Network, rows.Signal, rows.Labels, [MapOf(archive)], progress, cancellation)[0];
        return Cell(archive.Method, ComparisonMeasure.DeletionInsertion, rows) with
        {
            Figures = [Mean("deletion", result.DeletionArea, rows), Mean("insertion", result.InsertionArea, rows), Mean("aopc", result.Aopc, rows)],
            Curves =
            [
                new("deletion", result.Deletion.Points, bootstrap.MeanCurve(result.Deletion.PerRow).ToEstimates()),
                new("insertion", result.Insertion.Points, bootstrap.MeanCurve(result.Insertion.PerRow).ToEstimates()),
            ],
        };
    }

    private ComparisonCell Erasure(AttributionArchive archive, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = RowsOf(archive.Method);
        MethodErasure result = new Erasure().Measure(_network.Network, rows.Signal, rows.Labels, [MapOf(archive)], progress, cancellation)[0];
        return Cell(archive.Method, ComparisonMeasure.Erasure, rows) with
        {
            Figures = [Mean("comprehensiveness", result.MeanComprehensiveness, rows), Mean("sufficiency", result.MeanSufficiency, rows)],
        };
    }

    private ComparisonCell Localisation(AttributionArchive archive)
    {
        ComparedRows rows = RowsOf(archive.Method);
        List<CellFigure> figures = [.. QrsShares(archive, rows)];
        List<string> notes = [];
        if (_network.Run.Data.HasTruth)
        {
            bool[][] truth = [.. rows.Keys.Select(_network.Run.Data.Evidence)];
            LocalisationResult result = new Localisation(new() { DilationSteps = _options.TruthDilation }).Measure(archive.Values!, truth);
            if (result.RowsWithoutTruth > 0)
                notes.Add($"{result.RowsWithoutTruth} beats without known truth are left out.");
            Add("auprc", row => row.AveragePrecision);
            Add("auprc-magnitude", row => row.AveragePrecisionMagnitude);
            Add("auprc-chance", row => row.BaseRate);
            Add("pointing", row => row.Pointing ? 1 : 0);
            Add("relevance-mass", row => row.RelevanceMass ?? double.NaN);
            Add("relevance-rank", row => row.RelevanceRank);

            void Add(string name, Func<RowLocalisation, double> figure)
            {
                double[] values = new double[rows.Count];
                values.AsSpan().Fill(double.NaN);
                foreach (RowLocalisation row in result.Rows)
                    values[row.Row] = figure(row);
                figures.AddRange(PerClass(name, values, rows));
            }
        }

        return Cell(archive.Method, ComparisonMeasure.Localisation, rows) with { Figures = figures, Notes = notes };
    }

    /// <summary>Share of the magnitude in Q, R and S together, over all classes and per class.</summary>
    private IEnumerable<CellFigure> QrsShares(AttributionArchive archive, ComparedRows rows)
    {
        IReadOnlyList<string> classes = _network.Network.Classes;
        IReadOnlyList<WaveSamples>?[] windows = [.. rows.Keys.Select((key, row) => Qrs(_network.Run.Data.Waves(key, classes[rows.Labels[row]])))];
        PatientBootstrap bootstrap = Bootstrap(rows);
        return WaveShares.Measure(archive.Values!, new int[rows.Count], [CellFigure.AllClasses], windows, bootstrap)
            .Concat(WaveShares.Measure(archive.Values!, rows.Labels, classes, windows, bootstrap))
            .Where(share => share.Wave == "QRS")
            .SelectMany(share => (IEnumerable<CellFigure>)
            [
                new("qrs-share", share.Class, share.Share.ToEstimate()), new("qrs-samples", share.Class, share.SampleShare), new("qrs-ratio", share.Class, share.Ratio.ToEstimate()),
            ]);
    }

    private static List<WaveSamples>? Qrs(IReadOnlyList<WaveSamples>? waves) =>
        waves is null ? null : [.. waves.Where(wave => wave.Wave is "Q" or "R" or "S").Select(wave => wave with { Wave = "QRS" })];

    private ComparisonCell Infidelity(AttributionArchive archive, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = Rows(Math.Min(_options.RobustnessRows, RowsOf(archive.Method).Count));
        SalienceMap map = new(archive.Method, RowsOf(archive.Method).Take(archive.Values!, rows));
        MethodRowValues result = new Infidelity(new() { Seed = _options.Seed }).Measure(
            _network.Network, rows.Signal, rows.Labels, [map], progress: progress, cancellation: cancellation)[0];
        return Cell(archive.Method, ComparisonMeasure.Infidelity, rows) with { Figures = [Mean("infidelity", result.PerRow, rows)] };
    }

    private ComparisonCell MaxSensitivity(string method, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = Rows(_options.RobustnessRows);
        int draws = SensitivityDraws(method);
        MethodRowValues result = new MaxSensitivity(new() { Draws = draws, Seed = _options.Seed }).Measure(
            Create(method), _network.Network, rows.Signal, rows.Labels, progress: progress, cancellation: cancellation);
        return Cell(method, ComparisonMeasure.MaxSensitivity, rows) with
        {
            Figures = [Mean("max-sensitivity", result.PerRow, rows)],
            Notes = draws == _options.SensitivityDraws ? [] : [$"{Publishing.Texts.Number(draws, "draw")}, not {_options.SensitivityDraws}."],
        };
    }

    private ComparisonCell Randomisation(string method, IProgress<ProgressReport> progress, CancellationToken cancellation)
    {
        ComparedRows rows = Rows(_options.RandomisationRows);
        PatientBootstrap bootstrap = Bootstrap(rows);
        CellStage[] stages =
        [
            .. _randomisation.Measure(Create(method), _network.Network, rows.Signal, _statisticsRows.Value, progress, cancellation).Select(stage => new CellStage(
                stage.Layer, stage.Mode, bootstrap.Mean(stage.Spearman).ToEstimate(), bootstrap.Mean(stage.SpearmanMagnitude).ToEstimate(), stage.UndefinedMaps)),
        ];
        CellStage last = stages.Last(stage => stage.Mode == RandomisationMode.Cascading);
        IEnumerable<CellStage> single = stages.Where(stage => stage.Mode == RandomisationMode.SingleLayer);
        return Cell(method, ComparisonMeasure.ParameterRandomisation, rows) with
        {
            Figures =
            [
                new("random-network", CellFigure.AllClasses, last.Spearman),
                new("random-network-magnitude", CellFigure.AllClasses, last.SpearmanMagnitude),
                new("one-random-layer", CellFigure.AllClasses, Highest(single.Select(stage => stage.Spearman))),
                new("one-random-layer-magnitude", CellFigure.AllClasses, Highest(single.Select(stage => stage.SpearmanMagnitude))),
            ],
            Stages = stages,
        };

        static Estimate Highest(IEnumerable<Estimate> values) => values.Where(value => value.IsDefined).DefaultIfEmpty(new(double.NaN)).MaxBy(value => value.Value);
    }

    private Batch StatisticsBeats()
    {
        int[] rows = [.. _network.Run.Data.Rows(DataPart.Train)];
        Philox.Stream draws = new Philox(_options.Seed, "statistics of random networks").Draws();
        draws.Shuffle<int>(rows);
        return _network.Run.Data.Values.Gather(rows.AsSpan(0, Math.Min(StatisticsRows, rows.Length)));
    }

    private ComparisonCell Cell(string method, ComparisonMeasure measure, ComparedRows rows) =>
        new() { Network = _network.Name, Method = method, Measure = measure, Rows = rows.Count, Patients = rows.PatientCount };

    private CellFigure Mean(string name, double[] values, ComparedRows rows) => new(name, CellFigure.AllClasses, Bootstrap(rows).Mean(values).ToEstimate());

    private IEnumerable<CellFigure> PerClass(string name, double[] values, ComparedRows rows)
    {
        yield return Mean(name, values, rows);
        for (int c = 0; c < _network.Network.Classes.Count; c++)
        {
            double[] ofClass = [.. values.Select((value, row) => rows.Labels[row] == c ? value : double.NaN)];
            yield return new(name, _network.Network.Classes[c], Bootstrap(rows).Mean(ofClass).ToEstimate());
        }
    }
}
