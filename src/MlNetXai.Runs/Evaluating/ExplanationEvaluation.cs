using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Explanations.Methods;
using MlNetXai.Networks;
using MlNetXai.Reporting;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Evaluating;

/// <summary>Measures of the explanations that a run holds; all methods on the same rows.</summary>
internal sealed class ExplanationEvaluation
{
    private readonly EcgRun _run;
    private readonly EcgEvaluationOptions _options;
    private readonly IReadOnlyList<AttributionArchive> _archives;
    private readonly AttributionArchive _rows;
    private readonly PatientBootstrap _bootstrap;

    private ExplanationEvaluation(EcgRun run, EcgEvaluationOptions options, IReadOnlyList<AttributionArchive> archives)
    {
        (_run, _options, _archives, _rows) = (run, options, archives, archives[0]);
        _bootstrap = ClassifierEvaluation.Bootstrap(_rows.Patients, options);
    }

    private IEnumerable<AttributionArchive> Saliences => _archives.Where(archive => archive.Values is not null);

    /// <summary>Adds the measures to the metrics of the classifier; unchanged without attributions.</summary>
    /// <exception cref="RunException">Methods explain different rows.</exception>
    public static EcgMetrics Add(
        EcgMetrics metrics, EcgRun run, IReadOnlyList<RunFolder> others, EcgEvaluationOptions options, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        metrics = metrics with { ClassModels = GlobalEvaluation.ClassModels(run.Folder, run.Network) };
        IReadOnlyList<AttributionArchive> archives = AttributionArchive.ReadAll(run.Folder);
        if (archives.Count == 0)
            return metrics;

        ExplanationEvaluation evaluation = new(run, options, archives);
        return new GlobalEvaluation(run, archives, evaluation._bootstrap, PooledAttributions.Of(run, archives, others, options)).Add(metrics with
        {
            Attributions = AttributionArchive.HashAll(run.Folder),
            ExplainedRows = archives[0].Keys.Count,
            ExplainedPatients = evaluation._bootstrap.Patients.Count,
            Prefixes = evaluation.Prefixes(),
            ScoreReduction = evaluation.ScoreReduction(progress, cancellation),
            WaveShares = evaluation.WaveShares(),
            Localisation = evaluation.Localisation(),
            Mask = evaluation.Mask(),
        });
    }

    private ScoreReductionMetrics? ScoreReduction(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        SalienceMap[] maps = [.. Saliences.Select(archive => SalienceMap.Of(archive.ToAttribution()))];
        if (maps.Length == 0)
            return null;

        ScoreReductionOptions options = new() { Draws = _options.RandomDraws, Seed = _options.Seed };
        ScoreReductionResult result = new ScoreReduction(options).Measure(_run.Network, _rows.Signal, _rows.Targets, maps, progress, cancellation);
        MethodScoreReduction? mask = result.Methods.FirstOrDefault(method => method.Name == LearnedMask.Description.Name);
        return new()
        {
            Alpha = options.Alphas,
            Shares = options.Shares,
            Random = Curve(result.Random),
            RandomFixedShare = Curve(result.RandomFixedShare),
            Methods =
            [
                .. result.Methods.Select(method => new MethodReduction(
                    method.Name, Curve(method.Reduction), Curve(method.ShareDeleted), Curve(method.PairedRandom), Curve(method.FixedShare))),
            ],
            MaskMinusOthers = mask is null ? [] :
            [
                .. result.Methods.Where(method => method != mask).Select(method => new ReductionDifference(
                    method.Name,
                    _bootstrap.MeanDifference(mask.Reduction.PerRow, method.Reduction.PerRow).ToEstimates(),
                    _bootstrap.MeanDifference(mask.FixedShare.PerRow, method.FixedShare.PerRow).ToEstimates())),
            ],
        };

        IReadOnlyList<Estimate> Curve(RowCurves curves) => _bootstrap.MeanCurve(curves.PerRow).ToEstimates();
    }

    private IReadOnlyList<WaveShareMetrics> WaveShares()
    {
        IReadOnlyList<WaveSamples>?[] windows = [.. _rows.Keys.Select((key, row) => _run.Data.Waves(key, _rows.Classes[_rows.Labels[row]]))];
        return
        [
            .. Saliences.SelectMany(archive => Explanations.Evaluation.WaveShares
                .Measure(archive.Values!, _rows.Labels, _rows.Classes, windows, _bootstrap)
                .Select(share => new WaveShareMetrics(
                    share.Class, archive.Method, share.Wave, share.Share.ToEstimate(), share.SampleShare, share.Ratio.ToEstimate(), share.Rows, share.RowsWithoutMagnitude))),
        ];
    }

    private List<LocalisationMetrics> Localisation()
    {
        if (!_run.Data.HasTruth)
            return [];

        bool[][] truth = [.. _rows.Keys.Select(_run.Data.Evidence)];
        List<LocalisationMetrics> metrics = [];
        foreach (AttributionArchive archive in Saliences)
        {
            LocalisationResult result = new Localisation(new() { DilationSteps = _options.TruthDilation }).Measure(archive.Values!, truth);
            metrics.Add(Localisation(archive.Method, "all", result.Rows, result.RowsWithoutTruth));
            for (int c = 0; c < _rows.Classes.Count; c++)
            {
                RowLocalisation[] ofClass = [.. result.Rows.Where(row => _rows.Labels[row.Row] == c)];
                metrics.Add(Localisation(archive.Method, _rows.Classes[c], ofClass, _rows.Labels.Count(label => label == c) - ofClass.Length));
            }
        }

        return metrics;
    }

    private LocalisationMetrics Localisation(string method, string name, IReadOnlyList<RowLocalisation> rows, int without) => new(
        method,
        name,
        rows.Count,
        MeanOf(rows, row => row.AveragePrecision),
        MeanOf(rows, row => row.AveragePrecisionMagnitude),
        rows.Count == 0 ? double.NaN : rows.Average(row => row.BaseRate),
        MeanOf(rows, row => row.Pointing ? 1 : 0),
        without,
        MeanOf(rows, row => row.RelevanceMass ?? double.NaN),
        MeanOf(rows, row => row.RelevanceRank));

    private Estimate MeanOf(IReadOnlyList<RowLocalisation> rows, Func<RowLocalisation, double> figure)
    {
        double[] values = new double[_rows.Keys.Count];
        values.AsSpan().Fill(double.NaN);
        foreach (RowLocalisation row in rows)
            values[row.Row] = figure(row);
        return _bootstrap.Mean(values).ToEstimate();
    }

    private List<PrefixMetrics> Prefixes()
    {
        if (_archives.FirstOrDefault(archive => archive.SufficientPrefix is not null) is not { } archive)
            return [];

        List<PrefixMetrics> metrics = [];
        Batch probabilities = archive.Probabilities!;
        for (int c = 0; c < archive.Classes.Count; c++)
        {
            int[] rows = [.. Enumerable.Range(0, archive.Keys.Count).Where(row => archive.Labels[row] == c)];
            if (rows.Length == 0)
                continue;

            IGrouping<int, int> first = rows
                .GroupBy(row => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(probabilities.Row(row)[..archive.Classes.Count]))
                .MaxBy(group => group.Count())!;
            double[] time = new double[archive.Keys.Count], share = new double[archive.Keys.Count];
            time.AsSpan().Fill(double.NaN);
            share.AsSpan().Fill(double.NaN);
            foreach (int row in rows)
            {
                int steps = archive.SufficientPrefix![row];
                time[row] = (steps - 1 - _run.Data.Before) / _run.Data.SamplingRateHz * 1000;
                share[row] = steps / (double)probabilities.Steps;
            }

            metrics.Add(new(
                archive.Classes[c],
                rows.Length,
                archive.Classes[first.Key],
                first.Count() / (double)rows.Length,
                _bootstrap.Mean(time).ToEstimate(),
                _bootstrap.Mean(share).ToEstimate()));
        }

        return metrics;
    }

    private MaskMetrics? Mask()
    {
        if (_archives.FirstOrDefault(archive => archive.Method == LearnedMask.Description.Name)?.Diagnostics is not { } said)
            return null;
        return new(
            said["mask-minimum"].Average(),
            said["mask-minimum"].Min(),
            said["mask-area"].Average(),
            said["score-before"].Average(),
            said["score-after"].Average(),
            said["last-step"].Max());
    }
}
