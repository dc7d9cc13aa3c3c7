using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Runs.Evaluating;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Comparing;

/// <summary>How far the methods agree on one network.</summary>
/// <param name="Network">Network.</param>
/// <param name="Maps">Methods, the cheapest first; on synthetic beats the truth comes last.</param>
/// <param name="Pairs">Every pair, over all classes and for each.</param>
public sealed record NetworkAgreement(string Network, IReadOnlyList<string> Maps, IReadOnlyList<AgreementMetrics> Pairs)
{
    /// <summary>Name of the truth among the maps.</summary>
    public const string Truth = "truth";

    /// <summary>A pair over the rows of a class, in any order of its names; null where it was not compared.</summary>
    public AgreementMetrics? Find(string first, string second, string name = CellFigure.AllClasses) =>
        Pairs.FirstOrDefault(pair => pair.Class == name && pair.IsOf(first, second));

    /// <summary>Compares every pair of methods that were explained, each on all beats that both explain.</summary>
    internal static NetworkAgreement Of(MethodMeasures measures, IReadOnlyList<string> methods)
    {
        List<AgreementMetrics> pairs = [];

        // Methods explained on the same beats are compared on all of them, a pair of different ones on the fewer, which are some of the more.
        ComparedRows[] sets = [.. methods.Select(measures.RowsOf).Distinct().OrderByDescending(rows => rows.Count)];
        foreach (ComparedRows rows in sets)
        {
            string[] within = [.. methods.Where(method => measures.RowsOf(method).Count >= rows.Count)];
            List<SalienceMap> maps = [.. within.Select(method => new SalienceMap(method, measures.RowsOf(method).Take(measures.Archive(method).Values!, rows)))];
            if (measures.Truth(rows) is { } truth)
                maps.Add(new(Truth, truth));

            PatientBootstrap bootstrap = measures.Bootstrap(rows);
            foreach (PairAgreement pair in new Agreement().Measure(maps))
            {
                if (FewestRows(pair.First, pair.Second) != rows.Count)
                    continue;
                pairs.AddRange(AgreementMetrics.Of(pair, rows.Labels, measures.Network.Network.Classes, bootstrap));
            }
        }

        return new(measures.Network.Name, measures.Network.Run.Data.HasTruth ? [.. methods, Truth] : methods, pairs);

        int FewestRows(params string[] names) => names.Where(name => name != Truth).Min(name => measures.RowsOf(name).Count);
    }
}
