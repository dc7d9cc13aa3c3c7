using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
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

    /// <summary>Runs whose explained beats the averages over classes and segments are of: this one, and of those it was evaluated with the ones that were explained by the same methods with the same
    /// settings. Empty without attributions.</summary>
    public IReadOnlyList<string> AveragedRuns { get; init; } = [];

    /// <summary>Runs that it was evaluated with whose explained beats are not in these averages, and why.</summary>
    public IReadOnlyList<string> RunsNotAveraged { get; init; } = [];

    /// <summary>The average beat of every class; empty without attributions.</summary>
    public IReadOnlyList<AverageBeat> AverageBeats { get; init; } = [];

    /// <summary>What every method says of a class, sample by sample.</summary>
    public IReadOnlyList<ClassAverageMetrics> ClassAverages { get; init; } = [];

    /// <summary>What every method says of a class, by segments of the beat.</summary>
    public IReadOnlyList<SegmentMetrics> Segments { get; init; } = [];

    /// <summary>How far every two methods agree, over all rows and per class; empty with fewer than two.</summary>
    public IReadOnlyList<AgreementMetrics> Agreement { get; init; } = [];

    /// <summary>Whether attributions add up to the score's difference, for methods that should.</summary>
    public IReadOnlyList<CompletenessMetrics> Completeness { get; init; } = [];

    /// <summary>How much of the derivative that Grad-CAM on hidden states weighs by lies in the last quarter of the beat, per class; empty without that method.</summary>
    public IReadOnlyList<LastQuarterMetrics> LastQuarterShares { get; init; } = [];

    /// <summary>What beats would have to look like for another class; empty without that method.</summary>
    public IReadOnlyList<CounterfactualMetrics> Counterfactuals { get; init; } = [];

    /// <summary>The beats that speak most for each class; empty without that method.</summary>
    public IReadOnlyList<ClassModelMetrics> ClassModels { get; init; } = [];
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
/// <param name="MostEpochs">Epochs asked for: training ends there, or before by early stopping; null in files of older versions.</param>
public sealed record SplitMetrics(
    string Run,
    int Split,
    ulong Seed,
    int Epochs,
    int BestEpoch,
    long Rows,
    Estimate Accuracy,
    Estimate BalancedAccuracy,
    double MajorityShare,
    string MajorityClass = "",
    int? MostEpochs = null);

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
/// <param name="RelevanceMass">Share of the positive attribution that lies in the truth; null in files of older versions.</param>
/// <param name="RelevanceRank">Share of the truth among as many largest values as it has samples; null in files of older versions.</param>
public sealed record LocalisationMetrics(
    string Method,
    string Class,
    int Rows,
    Estimate AveragePrecision,
    Estimate AveragePrecisionMagnitude,
    double BaseRate,
    Estimate PointingGame,
    int RowsWithoutTruth = 0,
    Estimate? RelevanceMass = null,
    Estimate? RelevanceRank = null);

/// <summary>How far the learned masks moved, means over the rows.</summary>
/// <param name="Minimum">Mean of each mask's smallest raw element.</param>
/// <param name="LowestMinimum">Smallest raw element of all masks.</param>
/// <param name="Area">Mean of Σ(1 − m)/(T·D).</param>
/// <param name="ScoreBefore">Mean score of the row.</param>
/// <param name="ScoreAfter">Mean score of the masked row.</param>
/// <param name="LastStep">Largest change of an element in the last step, of all masks.</param>
public sealed record MaskMetrics(double Minimum, double LowestMinimum, double Area, double ScoreBefore, double ScoreAfter, double LastStep);

/// <summary>The average beat of a class.</summary>
/// <param name="Class">Class by label.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="Patients">Patients with such rows.</param>
/// <param name="Mean">Mean over the rows, <c>[sample]</c>, in mV.</param>
/// <param name="StandardDeviation">Standard deviation over the rows, <c>[sample]</c>, in mV; empty with fewer than two rows.</param>
public sealed record AverageBeat(string Class, int Rows, int Patients, IReadOnlyList<double> Mean, IReadOnlyList<double> StandardDeviation);

/// <summary>What a method says of a class on average, each <c>[sample]</c>; a class without rows has NaN.</summary>
/// <param name="Method">Method.</param>
/// <param name="Class">Class by label.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="Patients">Patients with such rows.</param>
/// <param name="Mean">Mean over the rows.</param>
/// <param name="Low">Lower end of its interval over patients; NaN without one.</param>
/// <param name="High">Upper end of its interval over patients; NaN without one.</param>
/// <param name="StandardDeviation">Standard deviation over the rows; empty with fewer than two.</param>
/// <param name="View">What is averaged: the values, or their magnitudes for a method that is read so.</param>
public sealed record ClassAverageMetrics(
    string Method,
    string Class,
    int Rows,
    int Patients,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Low,
    IReadOnlyList<double> High,
    IReadOnlyList<double> StandardDeviation,
    SalienceView View = SalienceView.Signed);

/// <summary>What a method says of a segment of the beats of a class.</summary>
/// <param name="Method">Method.</param>
/// <param name="Cut">How beats are cut: "equal", or "waves" where their waves are known.</param>
/// <param name="Class">Class by label.</param>
/// <param name="Segment">Name of the segment.</param>
/// <param name="Rows">Rows that have it.</param>
/// <param name="Patients">Patients of these rows.</param>
/// <param name="Start">First sample, mean over these rows; NaN without any.</param>
/// <param name="End">Sample behind the last, mean over these rows; NaN without any.</param>
/// <param name="Value">Mean over the segment's samples, then over these rows.</param>
/// <param name="View">What is averaged: the values, or their magnitudes for a method that is read so.</param>
public sealed record SegmentMetrics(
    string Method, string Cut, string Class, string Segment, int Rows, int Patients, double Start, double End, Estimate Value, SalienceView View = SalienceView.Signed);

/// <summary>How far two methods agree, over the rows of a class ("all": every class).</summary>
/// <param name="First">One method.</param>
/// <param name="Second">The other.</param>
/// <param name="Class">Class by label, or "all".</param>
/// <param name="Rows">Rows compared.</param>
/// <param name="UndefinedRows">Rows whose rank correlation is undefined because one method says the same of every sample.</param>
/// <param name="Spearman">Mean rank correlation of the signed values.</param>
/// <param name="SpearmanMagnitude">Mean rank correlation of the magnitudes.</param>
/// <param name="TopOverlap">Mean share of the tenth of samples with the largest magnitudes that both have.</param>
/// <param name="SignAgreement">Mean share of equal signs.</param>
public sealed record AgreementMetrics(
    string First, string Second, string Class, int Rows, int UndefinedRows, Estimate Spearman, Estimate SpearmanMagnitude, Estimate TopOverlap, Estimate SignAgreement)
{
    /// <summary>Name of all classes together.</summary>
    internal const string AllClasses = "all";

    /// <summary>Whether it is of these two, in either order.</summary>
    internal bool IsOf(string one, string other) => (First == one && Second == other) || (First == other && Second == one);

    /// <summary>A pair over all rows, then over those of each class.</summary>
    internal static IEnumerable<AgreementMetrics> Of(PairAgreement pair, IReadOnlyList<int> labels, IReadOnlyList<string> classes, PatientBootstrap bootstrap) =>
        Agreement.PerClass(pair, labels, classes, bootstrap).Prepend(Agreement.Overall(pair, AllClasses, bootstrap)).Select(one => new AgreementMetrics(
            one.First,
            one.Second,
            one.Class,
            one.Rows,
            one.UndefinedRows,
            one.Spearman.ToEstimate(),
            one.SpearmanMagnitude.ToEstimate(),
            one.TopOverlap.ToEstimate(),
            one.SignAgreement.ToEstimate()));
}

/// <summary>Whether a method's values add up to the difference of the scores of row and baseline.</summary>
/// <param name="Method">Method.</param>
/// <param name="Rows">Rows.</param>
/// <param name="JudgedRows">Rows whose scores differ by more than 0.05·max(1, |score|): those the relative error is judged on.</param>
/// <param name="ShareWithin">Share of the judged rows with an error below 1 % of the difference; NaN without any.</param>
/// <param name="Median">Middle relative error of the judged rows.</param>
/// <param name="Quantile99">Relative error that 99 % of the judged rows do not exceed.</param>
/// <param name="Largest">Largest relative error of the judged rows.</param>
/// <param name="LargestOfOthers">Largest absolute error of the other rows, in the score's unit; NaN without any.</param>
/// <param name="Steps">Rows by the number of points used, ascending; empty where the method has no such number.</param>
public sealed record CompletenessMetrics(
    string Method, int Rows, int JudgedRows, double ShareWithin, double Median, double Quantile99, double Largest, double LargestOfOthers, IReadOnlyList<StepCount> Steps);

/// <summary>Rows for which a method used so many points.</summary>
/// <param name="Steps">Points.</param>
/// <param name="Rows">Rows.</param>
public sealed record StepCount(int Steps, int Rows);

/// <summary>How much of Σ|ds/dh|, by whose mean Grad-CAM weighs hidden states, lies in the last quarter of the steps, for the rows of one class.</summary>
/// <param name="Method">Method.</param>
/// <param name="Class">Class by label.</param>
/// <param name="Rows">Rows of it.</param>
/// <param name="Share">Mean share.</param>
public sealed record LastQuarterMetrics(string Method, string Class, int Rows, Estimate Share);

/// <summary>Counterfactuals of the rows that the network puts in a class ("all": every class).</summary>
/// <param name="Class">The network's class, or "all".</param>
/// <param name="Rows">Rows.</param>
/// <param name="Found">Rows for which one was found.</param>
/// <param name="ShareFound">Their share.</param>
/// <param name="LengthMs">Mean length of the changed window, in ms, of those found.</param>
/// <param name="Change">Mean of Σ|changed − row|, in mV, of those found.</param>
/// <param name="Distance">Mean distance of the changed row to the nearest training row of another patient, in mV, of those found.</param>
/// <param name="RealDistance">The same of the rows themselves: what is usual for a real row.</param>
/// <param name="NewClass">Class that the changed rows go to most; empty where none was found.</param>
public sealed record CounterfactualMetrics(
    string Class, int Rows, int Found, Estimate ShareFound, Estimate LengthMs, Estimate Change, Estimate Distance, Estimate RealDistance, string NewClass);

/// <summary>The beat that speaks most for a class.</summary>
/// <param name="Class">Class.</param>
/// <param name="Score">Its logit there.</param>
/// <param name="Probability">Its probability there.</param>
/// <param name="Steps">Steps of the ascent.</param>
/// <param name="LastChange">Relative change in the last step.</param>
public sealed record ClassModelMetrics(string Class, double Score, double Probability, int Steps, double LastChange);
