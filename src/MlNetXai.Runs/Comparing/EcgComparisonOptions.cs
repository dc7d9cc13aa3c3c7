using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Comparing;

/// <summary>Settings of <see cref="EcgComparison"/>. Row numbers are what is wanted; a class with fewer test beats gives all it has.</summary>
public sealed record EcgComparisonOptions
{
    /// <summary>Few beats and draws: shows whether everything runs; its numbers mean nothing.</summary>
    public static EcgComparisonOptions Smoke { get; } = new()
    {
        Rows = 12,
        ExpensiveRows = 8,
        RandomisationRows = 8,
        RandomisationDraws = 1,
        RobustnessRows = 4,
        ChoiceRows = 1,
        SensitivityDraws = 2,
        ExpensiveSensitivityDraws = 1,
        RandomDraws = 2,
        BootstrapDraws = 100,
    };

    /// <summary>Methods to compare, by their names in the catalog; empty (the default): every method that gives one attribution per row and fits a network.</summary>
    public IReadOnlyList<string> Methods { get; init => field = Known(value); } = [];

    /// <summary>Test beats for score reduction, curves, comprehensiveness, localisation and agreement, at least 1. Default 1,000.</summary>
    public int Rows { get; init => field = Require.AtLeast(value, 1); } = 1000;

    /// <summary>Beats in place of <see cref="Rows"/> for methods above <see cref="ExpensivePasses"/> on a convolutional network, at least 1; some of the same beats. Default 200.</summary>
    public int ExpensiveRows { get; init => field = Require.AtLeast(value, 1); } = 200;

    /// <summary>Passes per row (<see cref="MethodDescription.Passes"/>) above which a method is explained on <see cref="ExpensiveRows"/> of a convolutional network, at least 0.
    /// Default 500: learned mask and Shapley values.</summary>
    public int ExpensivePasses { get; init => field = Require.AtLeast(value, 0); } = 500;

    /// <summary>Beats for the parameter randomisation, at least 1. Default 100.</summary>
    public int RandomisationRows { get; init => field = Require.AtLeast(value, 1); } = 100;

    /// <summary>Random networks of each stage, at least 1. Default 3.</summary>
    public int RandomisationDraws { get; init => field = Require.AtLeast(value, 1); } = 3;

    /// <summary>Beats for infidelity and max-sensitivity, at least 1. Default 40.</summary>
    public int RobustnessRows { get; init => field = Require.AtLeast(value, 1); } = 40;

    /// <summary>Beats for the free choices of the methods, at least 0: 0 leaves them out. Default 100.</summary>
    public int ChoiceRows { get; init => field = Require.AtLeast(value, 0); } = 100;

    /// <summary>Disturbed copies of each beat for max-sensitivity, at least 1. Default 10.</summary>
    public int SensitivityDraws { get; init => field = Require.AtLeast(value, 1); } = 10;

    /// <summary>Disturbed copies for methods above 200 passes per row, at least 1. Default 5.</summary>
    public int ExpensiveSensitivityDraws { get; init => field = Require.AtLeast(value, 1); } = 5;

    /// <summary>Thresholds at which the score reduction is compared with random choices of the same size: some of 0, 0.05 … 1, at least one. Default 0.1, 0.3, 0.5, 0.7, 0.9.</summary>
    public IReadOnlyList<double> PairedAlphas { get; init => field = Thresholds(value); } = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>Random choices of the same size behind each beat and threshold, at least 1. Default 20.</summary>
    public int RandomDraws { get; init => field = Require.AtLeast(value, 1); } = 20;

    /// <summary>Draws of the bootstrap over patients, 100 … 1,000,000. Default 2,000.</summary>
    public int BootstrapDraws { get; init => field = Require.Between(value, 100, 1_000_000); } = 2000;

    /// <summary>Level of the intervals, 0.5 … 0.999. Default 0.95.</summary>
    public double IntervalLevel { get; init => field = Require.Between(value, 0.5, 0.999); } = 0.95;

    /// <summary>Samples by which the synthetic truth is widened on each side before scoring, 0 … 10,000. Default 5: the filter spreads a mark by 14 ms.</summary>
    public int TruthDilation { get; init => field = Require.Between(value, 0, 10_000); } = 5;

    /// <summary>Seed of the choice of beats, of random choices, random networks, disturbances and the bootstrap. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Settings of the methods. Default theirs.</summary>
    public EcgExplanationOptions Explanation { get; init; } = new();

    private static IReadOnlyList<double> Thresholds(IReadOnlyList<double> values) => values.Count == 0
        ? throw new ArgumentException("PairedAlphas is empty and must hold at least one threshold.", nameof(values))
        : [.. values.Select(OnGrid).Distinct().Order()];

    private static double OnGrid(double value)
    {
        double nearest = Math.Round(20 * value) / 20;
        return Math.Abs(nearest - value) < 1e-9 && nearest is >= 0 and <= 1
            ? nearest
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"PairedAlphas holds {value}; every threshold must be one of 0, 0.05 … 1."), nameof(value));
    }

    private static IReadOnlyList<string> Known(IReadOnlyList<string> methods)
    {
        string[] known = [.. ComparedMethods.All.Select(method => method.Name)];
        return methods.FirstOrDefault(method => !known.Contains(method)) is { } stranger
            ? throw new ArgumentException($"'{stranger}' is not a method that can be compared; use one or more of {string.Join(", ", known)}.", nameof(methods))
            : [.. methods.Distinct(StringComparer.Ordinal)];
    }
}
