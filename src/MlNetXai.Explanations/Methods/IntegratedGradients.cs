using MlNetXai.Networks;

namespace MlNetXai.Explanations.Methods;

/// <summary>Settings of <see cref="IntegratedGradients"/>.</summary>
public sealed record IntegratedGradientsOptions
{
    /// <summary>Points on the path, at least 1 (2 for trapezoids); more where a row misses <see cref="Tolerance"/>. Default 50.</summary>
    public int Steps { get; init => field = Require.AtLeast(value, 1); } = 50;

    /// <summary>Where the points lie and what they weigh. Default <see cref="QuadratureRule.Auto"/>.</summary>
    public QuadratureRule Rule { get; init; }

    /// <summary>Where the path starts. Default 0: after standardisation that is the mean, in a block of categories "none", which never occurs.</summary>
    public Baseline Baseline { get; init; } = Baseline.Zero;

    /// <summary>Score that is explained. Default logit.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>A row whose completeness error exceeds this share of s(x) − s(x′) is looked at again with a finer rule; null: never. Above 0, default 0.01.</summary>
    public double? Tolerance { get; init => field = value is { } tolerance ? Require.Finite(Require.Above(tolerance, 0)) : null; } = 0.01;

    /// <summary>Points to which a rule is refined at most, at least 1. Default 1,600.</summary>
    public int MaxSteps { get; init => field = Require.AtLeast(value, 1); } = 1600;
}

/// <summary>Integrated Gradients: the score's gradient, averaged on the straight path from a baseline x′ to the row x, times x − x′.</summary>
/// <remarks>A = (x − x′) ⊙ Σ w_i ∂s_c/∂x at x′ + α_i(x − x′). Completeness: Σ A = s(x) − s(x′), up to the error of the quadrature, which is reported and, by default, made small enough row by
/// row. Source: Sundararajan, Taly and Yan 2017, arXiv:1703.01365, equation 1; rules and refinement: docs/methods/gradients.md.</remarks>
public sealed class IntegratedGradients(IntegratedGradientsOptions? options = null) : IExplanationMethod<IInputGradient>, IDescribedMethod
{
    // Below this share of the score, s(x) − s(x′) is rounding, and nothing is relative to it.
    private const double SmallestDifference = 1e-6;

    private readonly IntegratedGradientsOptions _options = options ?? new();

    /// <inheritdoc/>
    public static MethodDescription Description { get; } = new()
    {
        Name = "integrated-gradients",
        Title = "Integrated Gradients",
        Summary = "Gradient averaged on the path from a baseline to the row, times their difference: adds up to the score's difference.",
        Type = typeof(IntegratedGradients),
        Needs = typeof(IInputGradient),
        Cost = "50 (F + B) + 2 F; more for rows that miss the tolerance",
        Passes = 102,
        Source = "Sundararajan et al. 2017, arXiv:1703.01365; study B",
        DefaultOptions = new IntegratedGradientsOptions(),
        Choices =
        [
            MethodChoice.Baseline<IntegratedGradientsOptions>((options, baseline) => options with { Baseline = baseline }),
            MethodChoice.Score<IntegratedGradientsOptions>((options, score) => options with { Score = score }),
            MethodChoice.Of("steps", [10, 20, 50, 100, 300], (IntegratedGradientsOptions options, int steps) => options with { Steps = steps, Tolerance = null }),
            MethodChoice.Of("rule", Enum.GetValues<QuadratureRule>(), (IntegratedGradientsOptions options, QuadratureRule rule) => options with { Rule = rule, Tolerance = null }),
        ],
    };

    /// <inheritdoc/>
    public string Name => Description.Name;

    /// <summary>Rows that run together; the result does not depend on it.</summary>
    internal int BlockRows { get; init; } = 64;

    /// <summary>Rows × points of one pass; the result does not depend on it.</summary>
    internal int PassRows { get; init; } = 512;

    /// <returns>Score, signed, <c>[row, step, channel]</c>. Diagnostics per row: "score", "score-baseline", "completeness-error" (δ = Σ A − (s(x) − s(x′))),
    /// "completeness-error-relative" (|δ|/|s(x) − s(x′)|; NaN where that difference is below 1e-6·max(1, |s(x)|)), "steps" (points used).</returns>
    /// <inheritdoc/>
    public Attribution Explain(
        IInputGradient model, Batch batch, ReadOnlySpan<int> targets, IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        TargetScores.RequireRows(model, batch, targets, Name);
        QuadratureRule rule = RuleFor(model);
        Quadrature first = Quadrature.Of(rule, _options.Steps);
        Batch baseline = _options.Baseline.For(batch, targets), values = batch.Blank();
        Diagnostics diagnostics = new(batch.Rows);
        for (int start = 0; start < batch.Rows; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(BlockRows, batch.Rows - start);
            Block block = new(start, batch.Slice(start, rows), baseline.Slice(start, rows), targets.Slice(start, rows).ToArray());
            TargetScores.Of(model, block.Rows, block.Targets, _options.Score, Name, start).CopyTo(diagnostics.Score, start);
            TargetScores.Of(model, block.Baseline, block.Targets, _options.Score, Name, start).CopyTo(diagnostics.ScoreBaseline, start);
            int[] rest = [.. Enumerable.Range(0, rows)];
            for (Quadrature quadrature = first; rest.Length > 0; quadrature = Quadrature.After(rule, quadrature.Steps))
            {
                Integrate(model, block, rest, quadrature, ReferenceEquals(quadrature, first) ? done => progress?.Report(Progress(start, rows, done, batch.Rows)) : _ => { }, cancellation);
                foreach (int row in rest)
                    diagnostics.Set(start + row, block.Attribution(row).Sum(), quadrature.Steps);
                rest = Quadrature.StepsAfter(rule, quadrature.Steps) <= _options.MaxSteps ? [.. rest.Where(row => Misses(diagnostics, start + row))] : [];
            }

            for (int row = 0; row < rows; row++)
                Copy(block.Attribution(row), values.Row(start + row));
        }

        PaddedSteps.Clear(values);

        return new()
        {
            Method = Name,
            Values = values,
            Targets = targets.ToArray(),
            Score = _options.Score,
            Diagnostics = diagnostics.ByName,
            Notes = [.. Notes(rule, diagnostics), .. Saturation.Notes(diagnostics.Score, _options.Score)],
        };
    }

    /// <summary>Plain twin: one row in double, without refinement.</summary>
    internal static double[] Reference(ReferenceNetwork model, double[] row, double[] baseline, int target, QuadratureRule rule, int steps, ScoreKind score = ScoreKind.Logit)
    {
        double[] sum = new double[row.Length];
        foreach ((double alpha, double weight) in Quadrature.Of(rule, steps).Points)
        {
            double[] point = [.. row.Zip(baseline, (x, x0) => x0 + (alpha * (x - x0)))];
            double[] gradient = model.InputGradient(point, target, score).Gradient;
            for (int i = 0; i < sum.Length; i++)
                sum[i] += weight * gradient[i];
        }

        return [.. sum.Select((value, i) => (row[i] - baseline[i]) * value)];
    }

    private QuadratureRule RuleFor(IInputGradient model) =>
        _options.Rule != QuadratureRule.Auto ? _options.Rule : model.IsSmooth ? QuadratureRule.GaussLegendre : QuadratureRule.Middle;

    private ProgressReport Progress(int start, int rows, int pointsDone, int total) => new($"explain {Name}", start + ((long)pointsDone / _options.Steps), total);

    /// <summary>Adds the weighted gradients of some rows of a block to their sums.</summary>
    private void Integrate(IInputGradient model, Block block, int[] rest, Quadrature quadrature, Action<int> report, CancellationToken cancellation)
    {
        foreach (int row in rest)
        {
            foreach (ref double sum in block.Sum(row))
                sum *= quadrature.Kept;
        }

        int done = 0;
        new PointGradients(model, _options.Score, Name) { PassRows = PassRows }.Run(
            block.Rows.Gather(rest),
            Array.ConvertAll(rest, row => block.Targets[row]),
            index => block.First + rest[index],
            quadrature.Points.Count,
            (index, point, x) => block.Write(rest[index], quadrature.Points[point].Alpha, x),
            (index, point, _, gradient) => Add(gradient, quadrature.Points[point].Weight, block.Sum(rest[index])),
            count => report(done += count),
            cancellation);
    }

    private bool Misses(Diagnostics diagnostics, int row) => _options.Tolerance is { } tolerance && diagnostics.Relative[row] > tolerance;

    private IEnumerable<string> Notes(QuadratureRule rule, Diagnostics diagnostics)
    {
        if (_options.Rule == QuadratureRule.Auto)
            yield return $"Rule of quadrature: {(rule == QuadratureRule.GaussLegendre ? "Gauss–Legendre, as the model has no kinks" : "middle, as the model has kinks")}.";
        if (Enumerable.Range(0, diagnostics.Score.Length).Count(row => Misses(diagnostics, row)) is var missed and > 0)
        {
            yield return $"{missed} of {diagnostics.Score.Length} rows have a completeness error above {_options.Tolerance} of their score's difference: raise MaxSteps, or look at the steps of "
                + "these rows.";
        }
    }

    private static void Add(ReadOnlySpan<float> gradient, double weight, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += weight * gradient[i];
    }

    private static void Copy(double[] from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = (float)from[i];
    }

    /// <summary>Rows integrated together, and the weighted sums of their gradients.</summary>
    private sealed class Block(int first, Batch rows, Batch baseline, int[] targets)
    {
        private readonly double[] _sums = new double[rows.Values.Length];

        public int First => first;

        public Batch Rows => rows;

        public Batch Baseline => baseline;

        public int[] Targets => targets;

        public Span<double> Sum(int row) => _sums.AsSpan(row * rows.Shape.Length, rows.Shape.Length);

        /// <summary>The point at α of a row's path.</summary>
        public void Write(int row, double alpha, Span<float> x)
        {
            ReadOnlySpan<float> to = rows.Row(row), from = baseline.Row(row);
            for (int i = 0; i < x.Length; i++)
                x[i] = (float)(from[i] + (alpha * ((double)to[i] - from[i])));
        }

        public double[] Attribution(int row)
        {
            ReadOnlySpan<float> to = rows.Row(row), from = baseline.Row(row);
            double[] attribution = Sum(row).ToArray();
            for (int i = 0; i < attribution.Length; i++)
                attribution[i] *= (double)to[i] - from[i];
            return attribution;
        }
    }

    /// <summary>What is reported of every row, <c>[row]</c>.</summary>
    private sealed class Diagnostics(int rows)
    {
        public double[] Score { get; } = new double[rows];

        public double[] ScoreBaseline { get; } = new double[rows];

        public double[] Error { get; } = new double[rows];

        public double[] Relative { get; } = new double[rows];

        public double[] Steps { get; } = new double[rows];

        public IReadOnlyDictionary<string, double[]> ByName => new Dictionary<string, double[]>
        {
            ["score"] = Score,
            ["score-baseline"] = ScoreBaseline,
            ["completeness-error"] = Error,
            ["completeness-error-relative"] = Relative,
            ["steps"] = Steps,
        };

        public void Set(int row, double sum, int steps)
        {
            double difference = Score[row] - ScoreBaseline[row];
            Error[row] = sum - difference;
            Relative[row] = Math.Abs(difference) < SmallestDifference * Math.Max(1, Math.Abs(Score[row])) ? double.NaN : Math.Abs(Error[row] / difference);
            Steps[row] = steps;
        }
    }
}
