namespace MlNetXai.Explanations.Evaluation;

/// <summary>Settings of <see cref="Agreement"/>.</summary>
public sealed record AgreementOptions
{
    /// <summary>Share of the values that count as the top, above 0 and up to 1; at least one value. Default 0.1.</summary>
    public double TopShare { get; init => field = Require.Between(Require.Above(value, 0), 0, 1); } = 0.1;
}

/// <summary>How far two maps of one row agree; null where a figure is undefined.</summary>
/// <param name="Spearman">Rank correlation of the signed values, −1 … 1; null where a map is constant.</param>
/// <param name="SpearmanMagnitude">Rank correlation of the magnitudes; null where one is constant.</param>
/// <param name="TopOverlap">Share of the k largest magnitudes that both have, 0 … 1; null where the magnitudes of a map are constant.</param>
/// <param name="SignAgreement">Share of equal signs among values that neither map has at 0; null where there is none.</param>
/// <param name="Pearson">Correlation of the signed values, −1 … 1; null where a map is constant.</param>
public readonly record struct RowAgreement(double? Spearman, double? SpearmanMagnitude, double? TopOverlap, double? SignAgreement, double? Pearson);

/// <summary>Agreement of two maps on all rows.</summary>
/// <param name="First">Name of one map.</param>
/// <param name="Second">Name of the other.</param>
/// <param name="Rows">Figures of every row.</param>
public sealed record PairAgreement(string First, string Second, IReadOnlyList<RowAgreement> Rows);

/// <summary>Agreement of two maps in one class.</summary>
public sealed record ClassAgreement
{
    /// <summary>Name of one map.</summary>
    public required string First { get; init; }

    /// <summary>Name of the other.</summary>
    public required string Second { get; init; }

    /// <summary>Class of the rows.</summary>
    public required string Class { get; init; }

    /// <summary>Rows of the class.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows whose rank correlation is undefined because a map is constant; they are left out of it.</summary>
    public required int UndefinedRows { get; init; }

    /// <summary>Mean rank correlation of the signed values.</summary>
    public required Interval Spearman { get; init; }

    /// <summary>Mean rank correlation of the magnitudes.</summary>
    public required Interval SpearmanMagnitude { get; init; }

    /// <summary>Mean overlap of the largest magnitudes.</summary>
    public required Interval TopOverlap { get; init; }

    /// <summary>Mean share of equal signs.</summary>
    public required Interval SignAgreement { get; init; }

    /// <summary>Mean correlation of the signed values.</summary>
    public required Interval Pearson { get; init; }
}

/// <summary>How far maps of the same rows agree, pair by pair.</summary>
/// <remarks>Ties share the mean of their ranks; among the largest magnitudes the lower index comes first. Agreement is no proof: maps may be wrong together. Definitions: docs/evaluation.md.</remarks>
public sealed class Agreement(AgreementOptions? options = null)
{
    private readonly AgreementOptions _options = options ?? new();

    /// <summary>Compares every pair of maps on every row.</summary>
    /// <param name="maps">Maps of the same rows and steps, finite; one with a value per step is repeated over the channels of the others. Signed and magnitude are both taken here.</param>
    /// <returns>Pairs (0, 1), (0, 2), … (1, 2), ….</returns>
    /// <exception cref="ShapeException">Rows, steps or channels of the maps differ.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite; map and row are named.</exception>
    public IReadOnlyList<PairAgreement> Measure(IReadOnlyList<SalienceMap> maps)
    {
        if (maps.Count == 0)
            return [];
        int channels = maps.Max(map => map.Values.Channels);
        Batch shape = new(maps[0].Values.Rows, maps[0].Values.Steps, channels);
        foreach (SalienceMap map in maps)
            Ranking.RequireFits(map, shape);

        List<PairAgreement> pairs = [];
        RowMap[][] rows = [.. maps.Select(map => Enumerable.Range(0, shape.Rows).Select(row => new RowMap(Ranking.Cells(map with { View = SalienceView.Signed }, row, shape.Shape))).ToArray())];
        for (int first = 0; first < maps.Count; first++)
        {
            for (int second = first + 1; second < maps.Count; second++)
                pairs.Add(new(maps[first].Name, maps[second].Name, [.. rows[first].Zip(rows[second], Compare)]));
        }

        return pairs;
    }

    /// <summary>Means of a pair per class, with intervals over patients.</summary>
    /// <param name="pair">Figures of every row.</param>
    /// <param name="labels">Class of every row, <c>[row]</c>.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <exception cref="ShapeException">Labels or patients do not fit the rows.</exception>
    public static IReadOnlyList<ClassAgreement> PerClass(PairAgreement pair, IReadOnlyList<int> labels, IReadOnlyList<string> classes, PatientBootstrap bootstrap)
    {
        if (labels.Count != pair.Rows.Count || bootstrap.PatientOfRow.Count != pair.Rows.Count)
            throw new ShapeException($"There are {pair.Rows.Count} rows, but {labels.Count} labels and {bootstrap.PatientOfRow.Count} patients; every row needs one of each.");
        return [.. classes.Select((name, c) => Of(pair, name, row => labels[row] == c, bootstrap))];
    }

    /// <summary>Means of a pair over all rows, with intervals over patients.</summary>
    /// <param name="pair">Figures of every row.</param>
    /// <param name="name">Name of all classes together, e.g. "all".</param>
    /// <param name="bootstrap">Patients of the same rows.</param>
    /// <exception cref="ShapeException">The patients do not fit the rows.</exception>
    public static ClassAgreement Overall(PairAgreement pair, string name, PatientBootstrap bootstrap) => Of(pair, name, _ => true, bootstrap);

    /// <summary>Rank correlation with ties; null where one side is constant.</summary>
    /// <param name="a">Values.</param>
    /// <param name="b">Values of the same number.</param>
    /// <exception cref="ShapeException">The numbers differ.</exception>
    public static double? Spearman(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        Require.Length(b, a.Length);
        return Correlation(Ranking.AverageRanks(a), Ranking.AverageRanks(b));
    }

    private static ClassAgreement Of(PairAgreement pair, string name, Func<int, bool> belongs, PatientBootstrap bootstrap)
    {
        bool[] inside = [.. Enumerable.Range(0, pair.Rows.Count).Select(belongs)];
        return new()
        {
            First = pair.First,
            Second = pair.Second,
            Class = name,
            Rows = inside.Count(one => one),
            UndefinedRows = pair.Rows.Where((row, index) => inside[index] && row.Spearman is null).Count(),
            Spearman = Mean(row => row.Spearman),
            SpearmanMagnitude = Mean(row => row.SpearmanMagnitude),
            TopOverlap = Mean(row => row.TopOverlap),
            SignAgreement = Mean(row => row.SignAgreement),
            Pearson = Mean(row => row.Pearson),
        };

        Interval Mean(Func<RowAgreement, double?> figure) => bootstrap.Mean([.. pair.Rows.Select((row, index) => inside[index] ? figure(row) ?? double.NaN : double.NaN)]);
    }

    private RowAgreement Compare(RowMap a, RowMap b)
    {
        int top = Math.Max(1, (int)Math.Round(_options.TopShare * a.Values.Length));
        double? signed = Correlation(a.Ranks, b.Ranks), magnitude = Correlation(a.MagnitudeRanks, b.MagnitudeRanks);
        return new(
            signed,
            magnitude,
            magnitude is null ? null : a.ByMagnitude.Take(top).Intersect(b.ByMagnitude.Take(top)).Count() / (double)top,
            Signs(a.Values, b.Values),

            // Ranks say exactly whether a map is constant; a mean of equal values may differ from them in its last bit.
            signed is null ? null : Correlation(a.Values, b.Values));
    }

    private static double? Signs(double[] a, double[] b)
    {
        (int both, int equal) = (0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == 0 || b[i] == 0)
                continue;
            both++;
            equal += (a[i] > 0) == (b[i] > 0) ? 1 : 0;
        }

        return both == 0 ? null : equal / (double)both;
    }

    private static double? Correlation(double[] a, double[] b)
    {
        if (a.Length == 0)
            return null;
        double meanA = a.Average(), meanB = b.Average();
        (double ab, double aa, double bb) = (0, 0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }

        return aa == 0 || bb == 0 ? null : Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
    }

    /// <summary>A row of a map with its ranks, which every pair it is in needs.</summary>
    private sealed class RowMap
    {
        public RowMap(double[] values)
        {
            double[] magnitudes = [.. values.Select(Math.Abs)];
            (Values, Ranks, MagnitudeRanks, ByMagnitude) = (values, Ranking.AverageRanks(values), Ranking.AverageRanks(magnitudes), Ranking.Descending(magnitudes));
        }

        public double[] Values { get; }

        public double[] Ranks { get; }

        public double[] MagnitudeRanks { get; }

        public int[] ByMagnitude { get; }
    }
}
