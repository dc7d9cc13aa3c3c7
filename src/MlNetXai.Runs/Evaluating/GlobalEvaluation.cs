using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.Networks;
using MlNetXai.Reporting;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Evaluating;

/// <summary>What explanations of single beats say together: of classes, of segments, of each other, and of themselves.</summary>
/// <param name="run">The run.</param>
/// <param name="archives">Its explanations, all of the same rows.</param>
/// <param name="bootstrap">Patients of these rows.</param>
/// <param name="pooled">The same with those of other runs: what is averaged over classes.</param>
internal sealed class GlobalEvaluation(EcgRun run, IReadOnlyList<AttributionArchive> archives, PatientBootstrap bootstrap, PooledAttributions pooled)
{
    private readonly AttributionArchive _rows = archives[0];

    private IEnumerable<AttributionArchive> Averaged => pooled.Archives.Where(archive => archive.Values is not null);

    public EcgMetrics Add(EcgMetrics metrics) => metrics with
    {
        AveragedRuns = pooled.Runs,
        RunsNotAveraged = pooled.LeftOut,
        AverageBeats = AverageBeats(),
        ClassAverages = [.. Averaged.SelectMany(ClassAverages)],
        Segments = [.. Averaged.SelectMany(Segments)],
        Agreement = Agreement(),
        Completeness = [.. archives.Select(Completeness).OfType<CompletenessMetrics>()],
        LastQuarterShares = [.. archives.SelectMany(LastQuarterShares)],
        Counterfactuals = archives.FirstOrDefault(archive => archive.Counterfactuals is not null) is { } found ? Counterfactuals(found) : [],
    };

    /// <summary>Class models do not depend on rows.</summary>
    public static IReadOnlyList<ClassModelMetrics> ClassModels(RunFolder folder, Network network)
    {
        if (ClassModelArchive.Find(folder) is not { } models)
            return [];
        int[] classes = [.. models.Classes.Select(name => network.Classes.ToList().IndexOf(name))];
        double[] probabilities = TargetScores.Of(network, models.Values, classes, ScoreKind.Probability, "class-model");
        return [.. models.Classes.Select((name, c) => new ClassModelMetrics(name, models.Scores[c], probabilities[c], models.Steps[c], models.LastChanges[c]))];
    }

    private IReadOnlyList<AverageBeat> AverageBeats() =>
    [
        .. Explanations.Evaluation.ClassAverages.Measure(pooled.Archives[0].Signal, pooled.Archives[0].Labels, _rows.Classes, pooled.Bootstrap).Select(average => new AverageBeat(
            average.Class, average.Rows, average.Patients, [.. average.Mean.Select(mean => mean.Estimate ?? double.NaN)], average.StandardDeviation ?? [])),
    ];

    private IEnumerable<ClassAverageMetrics> ClassAverages(AttributionArchive archive) =>
        Explanations.Evaluation.ClassAverages.Measure(Read(archive), archive.Labels, archive.Classes, pooled.Bootstrap).Select(average => new ClassAverageMetrics(
            archive.Method,
            average.Class,
            average.Rows,
            average.Patients,
            [.. average.Mean.Select(mean => mean.Estimate ?? double.NaN)],
            [.. average.Mean.Select(mean => mean.Low ?? double.NaN)],
            [.. average.Mean.Select(mean => mean.High ?? double.NaN)],
            average.StandardDeviation ?? [],
            ViewOf(archive)));

    private IEnumerable<SegmentMetrics> Segments(AttributionArchive archive)
    {
        Batch values = Read(archive);
        IEnumerable<SegmentMetrics> equal = BeatSegments.Measure(values, archive.Labels, archive.Classes, Segmentation.Equal(), pooled.Bootstrap).Select(one => Of(one, "equal"));
        if (!run.Data.HasTruth)
            return equal;
        IReadOnlyList<Segment>?[] waves = [.. archive.Keys.Select(run.Data.Segments)];
        return [.. equal, .. BeatSegments.Measure(values, archive.Labels, archive.Classes, waves, pooled.Bootstrap).Select(one => Of(one, "waves"))];

        SegmentMetrics Of(SegmentAverage one, string cut) =>
            new(archive.Method, cut, one.Class, one.Segment, one.Rows, one.Patients, one.Start ?? double.NaN, one.End ?? double.NaN, one.Value.ToEstimate(), ViewOf(archive));
    }

    private static SalienceView ViewOf(AttributionArchive archive) => MethodCatalog.Find(archive.Method).Salience;

    // A method that is read by its magnitude is averaged so: its signs would cancel between beats.
    private static Batch Read(AttributionArchive archive) => ViewOf(archive) == SalienceView.Magnitude ? Scaling.Magnitude(archive.Values!) : archive.Values!;

    private IReadOnlyList<AgreementMetrics> Agreement()
    {
        SalienceMap[] maps = [.. archives.Where(archive => archive.Values is not null).Select(archive => SalienceMap.Of(archive.ToAttribution()))];
        return [.. new Agreement().Measure(maps).SelectMany(pair => AgreementMetrics.Of(pair, _rows.Labels, _rows.Classes, bootstrap))];
    }

    private static CompletenessMetrics? Completeness(AttributionArchive archive)
    {
        if (!archive.Diagnostics.TryGetValue("completeness-error", out double[]? errors)
            || (archive.Diagnostics.GetValueOrDefault("score-baseline") ?? archive.Diagnostics.GetValueOrDefault("score-background")) is not { } before)
        {
            return null;
        }

        double[] scores = archive.Diagnostics["score"];
        int[] judged = [.. Enumerable.Range(0, errors.Length).Where(row => Math.Abs(scores[row] - before[row]) > 0.05 * Math.Max(1, Math.Abs(scores[row])))];
        double[] relative = [.. judged.Select(row => Math.Abs(errors[row] / (scores[row] - before[row]))).Order()];
        double[] others = [.. Enumerable.Range(0, errors.Length).Except(judged).Select(row => Math.Abs(errors[row]))];
        return new(
            archive.Method,
            errors.Length,
            judged.Length,
            relative.Length == 0 ? double.NaN : relative.Count(error => error < 0.01) / (double)relative.Length,
            Quantile(0.5),
            Quantile(0.99),
            Quantile(1),
            others.Length == 0 ? double.NaN : others.Max(),
            archive.Diagnostics.TryGetValue("steps", out double[]? steps)
                ? [.. steps.GroupBy(count => (int)count).OrderBy(group => group.Key).Select(group => new StepCount(group.Key, group.Count()))]
                : []);

        double Quantile(double share) => relative.Length == 0 ? double.NaN : relative[Math.Max((int)Math.Ceiling(share * relative.Length) - 1, 0)];
    }

    private IEnumerable<LastQuarterMetrics> LastQuarterShares(AttributionArchive archive)
    {
        if (!archive.Diagnostics.TryGetValue("last-quarter-share", out double[]? shares))
            return [];
        return
        [
            .. archive.Classes.Select((name, c) =>
            {
                double[] ofClass = [.. shares.Select((share, row) => archive.Labels[row] == c ? share : double.NaN)];
                return new LastQuarterMetrics(archive.Method, name, archive.Labels.Count(label => label == c), bootstrap.Mean(ofClass).ToEstimate());
            }),
        ];
    }

    private IReadOnlyList<CounterfactualMetrics> Counterfactuals(AttributionArchive archive)
    {
        CounterfactualRows found = archive.Counterfactuals!;
        return [Of("all", _ => true), .. archive.Classes.Select((name, c) => Of(name, row => archive.Predicted[row] == c)).Where(one => one.Rows > 0)];

        CounterfactualMetrics Of(string name, Func<int, bool> belongs)
        {
            int[] rows = [.. Enumerable.Range(0, archive.Keys.Count).Where(belongs)], changed = [.. rows.Where(row => found.Length[row] > 0)];
            return new(
                name,
                rows.Length,
                changed.Length,
                Mean(rows, row => found.Length[row] > 0 ? 1 : 0),
                Mean(changed, row => 1000 * found.Length[row] / run.Data.SamplingRateHz),
                Mean(changed, row => found.Change[row]),
                Mean(changed, row => found.Distance[row]),
                Mean(rows, row => found.RealDistance[row]),
                changed.GroupBy(row => found.NewClass[row]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Select(group => archive.Classes[group.Key]).FirstOrDefault() ?? "");
        }

        Estimate Mean(int[] rows, Func<int, double> figure)
        {
            double[] values = new double[archive.Keys.Count];
            values.AsSpan().Fill(double.NaN);
            foreach (int row in rows)
                values[row] = figure(row);
            return bootstrap.Mean(values).ToEstimate();
        }
    }
}
