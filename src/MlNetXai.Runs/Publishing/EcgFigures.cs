using MlNetXai.Reporting.Figures;
using MlNetXai.Runs.Data;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;
using MlNetXai.Runs.Manifests;
using MlNetXai.Runs.Training;

namespace MlNetXai.Runs.Publishing;

/// <summary>The figures of a run, from what its folder holds; null where a step has not been done.</summary>
internal sealed partial class EcgFigures
{
    /// <summary>Test accuracy that study A reports.</summary>
    private const double PublishedAccuracy = 0.803;

    /// <summary>Methods side by side in a figure of beats, so that their names can be read.</summary>
    private const int MostColumns = 4;

    private readonly SplitFile _split;
    private readonly Manifest _manifest;
    private readonly EcgMetrics? _metrics;
    private readonly IReadOnlyList<AttributionArchive> _archives;

    public EcgFigures(Manifest manifest, SplitFile split, TrainingHistory history, EcgMetrics? metrics, IReadOnlyList<AttributionArchive> archives, LambdaSweep? sweep)
    {
        (_manifest, _split, _metrics, _archives) = (manifest, split, metrics, archives);
        History = new()
        {
            Title = "Loss over the epochs of training",
            History = [.. history.Epochs.Select(epoch => new TrainingHistoryPoint(epoch.Epoch, epoch.TrainingLoss, epoch.ValidationLoss))],
            BestEpoch = history.BestEpoch,
        };
        Confusion = metrics is null ? null : new() { Title = "Confusion matrix, test beats", Classes = metrics.Classes, Counts = metrics.Test.Confusion };
        Splits = metrics is null ? null : AsSet(AccuracyOfSplits(metrics));
        MaskWeights = sweep is null ? null : new()
        {
            Title = "Score reduction of the learned mask for every λ1, validation beats",
            Alpha = sweep.Alpha,
            Curves = [.. sweep.Curves.Select(curve => new MaskWeightCurve(curve.Lambda1, curve.Reduction))],
            Chosen = sweep.Chosen,
        };
    }

    public TrainingHistoryFigure History { get; }

    public ConfusionFigure? Confusion { get; }

    public SplitAccuracyFigure? Splits { get; }

    public MaskWeightFigure? MaskWeights { get; }

    public TemporalScoresFigure? TemporalScores => _archives.FirstOrDefault(archive => archive.Probabilities is not null) is { } archive
        ? new()
        {
            Title = "Temporal output score of one beat per class",
            Window = Window,
            Classes = archive.Classes,
            Examples =
            [
                .. Examples(archive).Select(row => new TemporalScoresExample(
                    $"{archive.Classes[archive.Labels[row]]}: record {archive.Keys[row].Record}",
                    archive.Labels[row],
                    archive.Signal.Row(row).ToArray(),
                    archive.Probabilities!.Row(row).ToArray(),
                    archive.SufficientPrefix?[row])),
            ],
        }
        : null;

    /// <summary>Salience of every method, a few methods to a figure.</summary>
    public IReadOnlyList<SalienceFigure> Salience
    {
        get
        {
            AttributionArchive[] all = [.. _archives.Where(archive => archive.Scaled is not null)];
            int figures = (all.Length + MostColumns - 1) / MostColumns;
            return [.. all.Chunk(Math.Max(1, (all.Length + figures - 1) / Math.Max(1, figures))).Select((methods, i) => Of(methods, figures == 1 ? "every method" : $"the methods, {i + 1} of {figures}"))];

            SalienceFigure Of(AttributionArchive[] methods, string which) => new()
            {
                Title = $"Salience of {which}, one beat per class",
                Window = Window,
                Methods = [.. methods.Select(archive => archive.Method)],
                Rows =
                [
                    .. Examples(methods[0]).Select(row => new SalienceRow(
                        methods[0].Classes[methods[0].Labels[row]],
                        methods[0].Signal.Row(row).ToArray(),
                        [.. methods.Select(archive => archive.Scaled!.Row(row).ToArray())])),
                ],
            };
        }
    }

    public ScoreReductionFigure? ScoreReduction => _metrics?.ScoreReduction is { } reduction
        ? AsSet(new ScoreReductionFigure
        {
            Title = "Score reduction over the threshold α",
            Alpha = reduction.Alpha,
            Reduction = [.. reduction.Methods.Select(method => new Curve(method.Method, method.Reduction)), new("random", reduction.Random, IsBaseline: true)],
            ShareDeleted = [.. reduction.Methods.Select(method => new Curve(method.Method, method.ShareDeleted))],
            PairedRandom = [.. reduction.Methods.Select(method => new Curve(method.Method, method.PairedRandom))],
            Shares = reduction.Shares,
            FixedShare = [.. reduction.Methods.Select(method => new Curve(method.Method, method.FixedShare)), new("random", reduction.RandomFixedShare, IsBaseline: true)],
        })
        : null;

    public WaveShareFigure? WaveShares => _metrics is { WaveShares.Count: > 0 }
        ? AsSet(new WaveShareFigure
        {
            Title = "Share of the attribution in each wave",
            Shares = [.. _metrics.WaveShares.Select(row => new WaveShare(row.Class, row.Wave, row.Method, row.Share, row.WindowShare))],
        })
        : null;

    private BeatWindow Window => new() { SamplingRateHz = _split.Data.SamplingRateHz, Before = _split.Data.Before, Steps = _split.Data.Steps };

    /// <summary>Figures by file name, those that there are.</summary>
    public IEnumerable<(string Name, Figure Figure)> Named(LabelledEcgFigure? ecg)
    {
        (string, Figure?)[] all =
        [
            ("history", History), ("confusion", Confusion), ("splits", Splits), ("labelled-ecg", ecg), ("temporal-output-score", TemporalScores),
            .. Salience.Select((figure, i) => (i == 0 ? "salience" : $"salience-{i + 1}", (Figure?)figure)),
            .. OfClasses.Select(pair => (pair.Name, (Figure?)pair.Figure)),
            ("score-reduction", ScoreReduction), ("lambda1", MaskWeights), ("wave-shares", WaveShares), ("agreement", Agreement), ("counterfactuals", Counterfactuals),
            ("class-models", ClassModel),
        ];
        return all.Where(figure => figure.Item2 is not null).Select(figure => (figure.Item1, figure.Item2!));
    }

    /// <summary>A figure whose caption names the class explained and the level of the intervals as they were set.</summary>
    private T AsSet<T>(T figure)
        where T : Figure
    {
        double level = (_manifest.Evaluate ?? new()).IntervalLevel;
        string shows = figure.Caption.Shows.Replace("the true class", "the class explained", StringComparison.Ordinal);
        return figure with { Caption = (figure.Caption with { Shows = shows }).AtLevel(level) };
    }

    /// <summary>One row per class: of those the network gets right (else of all) the one in the middle.</summary>
    public static IEnumerable<int> Examples(AttributionArchive archive)
    {
        for (int c = 0; c < archive.Classes.Count; c++)
        {
            int[] rows = [.. Enumerable.Range(0, archive.Keys.Count).Where(row => archive.Labels[row] == c)];
            int[] right = [.. rows.Where(row => archive.Predicted[row] == c)];
            if (right.Length > 0)
                yield return right[right.Length / 2];
            else if (rows.Length > 0)
                yield return rows[rows.Length / 2];
        }
    }

    /// <summary>The published accuracy where a run can be compared with it: a study on real recordings.</summary>
    public static double? Published(Manifest manifest, SplitFile split) =>
        manifest is { Purpose: RunPurpose.Study, Train.Network: EcgNetwork.Lstm } && !split.Data.Source.IsSynthetic ? PublishedAccuracy : null;

    private SplitAccuracyFigure AccuracyOfSplits(EcgMetrics metrics) => new()
    {
        Title = "Accuracy of every patient split",
        MajorityClass = metrics.Splits.All(split => split.MajorityClass == metrics.Test.MajorityClass) ? metrics.Test.MajorityClass : "the most frequent class",
        Published = Published(_manifest, _split),
        Splits =
        [
            .. metrics.Splits.Select(split => new SplitAccuracy($"{split.Run} ({split.Epochs} epochs)", split.Accuracy, split.BalancedAccuracy, split.MajorityShare)),
        ],
    };
}
