using MlNetXai.Reporting;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Evaluating;

/// <summary>Every number of an evaluation; the content of <c>metrics.json</c>. Undefined numbers are null there and NaN here.</summary>
public sealed record EcgMetrics
{
    /// <summary>Names of the classes, in the order of the network's outputs.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The classifier on the test part of this run.</summary>
    public required ClassifierMetrics Test { get; init; }

    /// <summary>One line per split: this run, then those it was evaluated with.</summary>
    public required IReadOnlyList<SplitMetrics> Splits { get; init; }

    /// <summary>Mean accuracy over the splits; NaN with one split.</summary>
    public double MeanAccuracy { get; init; } = double.NaN;

    /// <summary>Mean balanced accuracy over the splits; NaN with one split.</summary>
    public double MeanBalancedAccuracy { get; init; } = double.NaN;

    /// <summary>Mean share of the most frequent class over the splits; NaN with one split.</summary>
    public double MeanMajorityShare { get; init; } = double.NaN;

    /// <summary>The classifiers of all splits on their test parts, a patient's rows of all splits being one cluster; null with one split.</summary>
    public ClassifierMetrics? Pooled { get; init; }

    /// <summary>The files <c>attributions/METHOD.npz</c> that were measured.</summary>
    public IReadOnlyList<InputFile> Attributions { get; init; } = [];

    /// <summary>Rows explained; 0 without an explanation.</summary>
    public int ExplainedRows { get; init; }

    /// <summary>Patients of the rows explained.</summary>
    public int ExplainedPatients { get; init; }

    /// <summary>When the network decides; empty without that method.</summary>
    public IReadOnlyList<PrefixMetrics> Prefixes { get; init; } = [];

    /// <summary>Score reduction of the salience methods; null without any.</summary>
    public ScoreReductionMetrics? ScoreReduction { get; init; }

    /// <summary>Share of the attribution in each wave.</summary>
    public IReadOnlyList<WaveShareMetrics> WaveShares { get; init; } = [];

    /// <summary>Agreement with the known truth; empty on real recordings.</summary>
    public IReadOnlyList<LocalisationMetrics> Localisation { get; init; } = [];

    /// <summary>How far the learned masks moved; null without that method.</summary>
    public MaskMetrics? Mask { get; init; }
}

/// <summary>How well a classifier does on the rows of a part.</summary>
public sealed record ClassifierMetrics
{
    /// <summary>Rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Share of rows that are right.</summary>
    public required Estimate Accuracy { get; init; }

    /// <summary>Mean recall of the classes.</summary>
    public required Estimate BalancedAccuracy { get; init; }

    /// <summary>Most frequent class.</summary>
    public required string MajorityClass { get; init; }

    /// <summary>Accuracy of always guessing it.</summary>
    public required double MajorityShare { get; init; }

    /// <summary>Largest share of bootstrap draws that lacked a class and left a figure undefined.</summary>
    public required double UndefinedShare { get; init; }

    /// <summary>Rows, <c>[true class][predicted class]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    /// <summary>Figures of every class.</summary>
    public required IReadOnlyList<ClassMetrics> PerClass { get; init; }
}

/// <summary>Figures of one class.</summary>
/// <param name="Class">Class.</param>
/// <param name="Support">Rows of it.</param>
/// <param name="Patients">Patients with such rows.</param>
/// <param name="Precision">Right share of what is predicted so.</param>
/// <param name="Recall">Found share of the class.</param>
/// <param name="F1">Harmonic mean of both.</param>
public sealed record ClassMetrics(string Class, long Support, int Patients, Estimate Precision, Estimate Recall, Estimate F1);

/// <summary>Test result of one split.</summary>
/// <param name="Run">Its folder's name.</param>
/// <param name="Split">Number of the split.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="BestEpoch">Epoch kept.</param>
/// <param name="Rows">Test rows.</param>
/// <param name="Accuracy">Accuracy on them.</param>
/// <param name="BalancedAccuracy">Balanced accuracy on them.</param>
/// <param name="MajorityShare">Share of the most frequent class.</param>
/// <param name="MajorityClass">The most frequent class.</param>
public sealed record SplitMetrics(
    string Run, int Split, ulong Seed, int Epochs, int BestEpoch, long Rows, Estimate Accuracy, Estimate BalancedAccuracy, double MajorityShare, string MajorityClass = "");

/// <summary>When the network decides, for the rows of one class.</summary>
/// <param name="Class">Class by label.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="FirstStepClass">Class that is most likely after the first sample, for most of the rows.</param>
/// <param name="FirstStepShare">Share of the rows for which it is.</param>
/// <param name="SufficientPrefixMs">Mean time of the last sample that was needed for the final decision, in ms relative to R.</param>
/// <param name="SufficientShare">Mean share of the row that was needed.</param>
public sealed record PrefixMetrics(
    string Class, int Rows, string FirstStepClass, double FirstStepShare, Estimate SufficientPrefixMs, Estimate SufficientShare);

/// <summary>Score reduction curves, each <c>[threshold]</c> or <c>[share]</c>.</summary>
public sealed record ScoreReductionMetrics
{
    /// <summary>Thresholds α on the scaled salience.</summary>
    public required IReadOnlyList<double> Alpha { get; init; }

    /// <summary>Curves of every method.</summary>
    public required IReadOnlyList<MethodReduction> Methods { get; init; }

    /// <summary>Reduction by a random salience, uniform per sample, over α.</summary>
    public required IReadOnlyList<Estimate> Random { get; init; }

    /// <summary>Shares deleted by rank in the fixed-share variant.</summary>
    public required IReadOnlyList<double> Shares { get; init; }

    /// <summary>Reduction by deleting a random choice of those shares.</summary>
    public required IReadOnlyList<Estimate> RandomFixedShare { get; init; }

    /// <summary>Paired differences of the learned mask to every other method; empty without a mask.</summary>
    public IReadOnlyList<ReductionDifference> MaskMinusOthers { get; init; } = [];
}

/// <summary>Score reduction of one method.</summary>
/// <param name="Method">Method.</param>
/// <param name="Reduction">Mean reduction, <c>[threshold]</c>, in the score's unit.</param>
/// <param name="ShareDeleted">Mean share deleted, <c>[threshold]</c>.</param>
/// <param name="PairedRandom">Reduction by a random choice of the same size, <c>[threshold]</c>.</param>
/// <param name="FixedShare">Reduction when equal shares are deleted by rank, <c>[share]</c>.</param>
public sealed record MethodReduction(
    string Method, IReadOnlyList<Estimate> Reduction, IReadOnlyList<Estimate> ShareDeleted, IReadOnlyList<Estimate> PairedRandom, IReadOnlyList<Estimate> FixedShare);

/// <summary>Paired difference learned mask − another method.</summary>
/// <param name="Method">The other method.</param>
/// <param name="Difference">At every threshold.</param>
/// <param name="FixedShareDifference">At every share.</param>
public sealed record ReductionDifference(string Method, IReadOnlyList<Estimate> Difference, IReadOnlyList<Estimate> FixedShareDifference);

/// <summary>Share of a method's attribution inside one wave's window, over the rows of a class.</summary>
/// <param name="Class">Class by label.</param>
/// <param name="Method">Method.</param>
/// <param name="Wave">Wave.</param>
/// <param name="Share">Share of Σ|attribution|.</param>
/// <param name="WindowShare">Share of the row's samples.</param>
/// <param name="Ratio">Share over window share.</param>
/// <param name="Rows">Rows of the class that have the wave.</param>
/// <param name="RowsWithoutMagnitude">Those of them left out because the method gives nothing but 0 for them: a mask that never moved.</param>
public sealed record WaveShareMetrics(
    string Class, string Method, string Wave, Estimate Share, double WindowShare, Estimate Ratio, int Rows = 0, int RowsWithoutMagnitude = 0);

/// <summary>Agreement of a method with the known truth, over the rows of a class ("all": every class).</summary>
/// <param name="Method">Method.</param>
/// <param name="Class">Class by label, or "all".</param>
/// <param name="Rows">Rows with truth.</param>
/// <param name="AveragePrecision">Area under the precision–recall curve of the signed attribution.</param>
/// <param name="AveragePrecisionMagnitude">The same of its magnitude.</param>
/// <param name="BaseRate">Share of the row that is truth: what a random order scores.</param>
/// <param name="PointingGame">Share of rows whose largest attribution lies in the truth.</param>
/// <param name="RowsWithoutTruth">Rows left out because no truth is known for them: a beat that the generator did not make, or a class without a mark.</param>
public sealed record LocalisationMetrics(
    string Method, string Class, int Rows, Estimate AveragePrecision, Estimate AveragePrecisionMagnitude, double BaseRate, Estimate PointingGame, int RowsWithoutTruth = 0);

/// <summary>How far the learned masks moved, means over the rows.</summary>
/// <param name="Minimum">Mean of each mask's smallest raw element.</param>
/// <param name="LowestMinimum">Smallest raw element of all masks.</param>
/// <param name="Area">Mean of Σ(1 − m)/(T·D).</param>
/// <param name="ScoreBefore">Mean score of the row.</param>
/// <param name="ScoreAfter">Mean score of the masked row.</param>
/// <param name="LastStep">Largest change of an element in the last step, of all masks.</param>
public sealed record MaskMetrics(double Minimum, double LowestMinimum, double Area, double ScoreBefore, double ScoreAfter, double LastStep);
