namespace MlNetXai.Explanations.Methods;

/// <summary>Points α in [0, 1] and their weights.</summary>
/// <param name="Steps">Number of points of the whole rule.</param>
/// <param name="Points">Points to be looked at, with their weights.</param>
/// <param name="Kept">Share of what the points of the rule before gave that counts on: 0 unless this rule refines one and contains its points.</param>
internal sealed record Quadrature(int Steps, IReadOnlyList<(double Alpha, double Weight)> Points, double Kept = 0)
{
    /// <summary>A rule of n points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A trapezoid of fewer than 2 points.</exception>
    public static Quadrature Of(QuadratureRule rule, int n)
    {
        if (rule is QuadratureRule.Trapezoid or QuadratureRule.CaptumTrapezoid && n < 2)
            throw new ArgumentOutOfRangeException(nameof(n), n, $"Steps is {n}, but a trapezoid has a point at each end: it needs at least 2. Take more steps, or another rule.");
        return new(n, [.. Enumerable.Range(0, n).Select(i => rule switch
        {
            QuadratureRule.GaussLegendre => Legendre(n, i),
            QuadratureRule.Left => ((double)i / n, 1.0 / n),
            QuadratureRule.Right => ((i + 1.0) / n, 1.0 / n),
            QuadratureRule.Middle => ((i + 0.5) / n, 1.0 / n),
            _ => ((double)i / (n - 1), (i == 0 || i == n - 1 ? 0.5 : 1) / (rule == QuadratureRule.Trapezoid ? n - 1 : n)),
        })]);
    }

    /// <summary>The next finer rule: of three times as many points in the middle rule and twice as many intervals in the true trapezoid, which contain the points there are; of twice as
    /// many points in the others.</summary>
    public static Quadrature After(QuadratureRule rule, int n)
    {
        Quadrature whole = Of(rule, StepsAfter(rule, n));
        return rule switch
        {
            QuadratureRule.Middle => whole with { Points = [.. whole.Points.Where((_, i) => i % 3 != 1)], Kept = 1.0 / 3 },
            QuadratureRule.Trapezoid => whole with { Points = [.. whole.Points.Where((_, i) => i % 2 == 1)], Kept = 0.5 },
            _ => whole,
        };
    }

    /// <summary>Points of the next finer rule.</summary>
    public static int StepsAfter(QuadratureRule rule, int n) => rule switch { QuadratureRule.Middle => 3 * n, QuadratureRule.Trapezoid => (2 * n) - 1, _ => 2 * n };

    // Root i of P_n by Newton's method from Tricomi's estimate, and its weight 2/((1 − ξ²)·P_n′(ξ)²), both brought from [−1, 1] to [0, 1]; ascending.
    private static (double Alpha, double Weight) Legendre(int n, int i)
    {
        double root = -Math.Cos(Math.PI * (i + 0.75) / (n + 0.5)), slope = 1;
        for (int iteration = 0; iteration < 100; iteration++)
        {
            (double before, double value) = (1, root);
            for (int k = 2; k <= n; k++)
                (before, value) = (value, ((((2 * k) - 1) * root * value) - ((k - 1) * before)) / k);
            slope = n * ((root * value) - before) / ((root * root) - 1);
            double step = value / slope;
            root -= step;
            if (Math.Abs(step) < 1e-16)
                break;
        }

        return ((1 + root) / 2, 1 / ((1 - (root * root)) * slope * slope));
    }
}
