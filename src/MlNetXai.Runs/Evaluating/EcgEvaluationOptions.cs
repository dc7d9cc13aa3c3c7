namespace MlNetXai.Runs.Evaluating;

/// <summary>Settings of <see cref="EcgEvaluation"/>.</summary>
public sealed record EcgEvaluationOptions
{
    /// <summary>Draws of the bootstrap over patients, 100 … 1,000,000. Default 2,000.</summary>
    public int BootstrapDraws { get; init => field = Require.Between(value, 100, 1_000_000); } = 2000;

    /// <summary>Level of the intervals, 0.5 … 0.999. Default 0.95.</summary>
    public double IntervalLevel { get; init => field = Require.Between(value, 0.5, 0.999); } = 0.95;

    /// <summary>Random choices averaged for each baseline of the score reduction, 1 … 1,000,000. Default 20.</summary>
    public int RandomDraws { get; init => field = Require.Between(value, 1, 1_000_000); } = 20;

    /// <summary>Samples by which the synthetic truth is widened on each side before scoring, 0 … 10,000. Default 5: the filter spreads a mark by 14 ms.</summary>
    public int TruthDilation { get; init => field = Require.Between(value, 0, 10_000); } = 5;

    /// <summary>Seed of the bootstrap and of the random choices. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Other runs, splits of the same data, whose test results are pooled with this one's; averages over classes and segments too, where they were explained by the same methods with the same settings.</summary>
    public IReadOnlyList<string> With { get; init; } = [];
}
