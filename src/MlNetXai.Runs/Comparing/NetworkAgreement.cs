using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Comparing;

/// <summary>How far the methods agree on one network.</summary>
/// <param name="Network">Network.</param>
/// <param name="Maps">Methods, the cheapest first; on synthetic beats the truth comes last.</param>
/// <param name="Pairs">Every pair, over all classes and for each.</param>
public sealed record NetworkAgreement(string Network, IReadOnlyList<string> Maps, IReadOnlyList<AgreementPair> Pairs)
{
    /// <summary>Name of the truth among the maps.</summary>
    public const string Truth = "truth";

    /// <summary>A pair over the rows of a class, in any order of its names; null where it was not compared.</summary>
    public AgreementPair? Find(string first, string second, string name = CellFigure.AllClasses) =>
        Pairs.FirstOrDefault(pair => pair.Class == name && ((pair.First == first && pair.Second == second) || (pair.First == second && pair.Second == first)));

    /// <summary>Compares every pair of methods that were explained, each on all beats that both explain.</summary>
    internal static NetworkAgreement Of(MethodMeasures measures, IReadOnlyList<string> methods)
    {
        List<AgreementPair> pairs = [];

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
                pairs.AddRange(Agreement.PerClass(pair, rows.Labels, measures.Network.Network.Classes, bootstrap)
                    .Prepend(Agreement.Overall(pair, CellFigure.AllClasses, bootstrap)).Select(AgreementPair.Of));
            }
        }

        return new(measures.Network.Name, measures.Network.Run.Data.HasTruth ? [.. methods, Truth] : methods, pairs);

        int FewestRows(params string[] names) => names.Where(name => name != Truth).Min(name => measures.RowsOf(name).Count);
    }
}

/// <summary>Agreement of two maps over the rows of a class.</summary>
/// <param name="First">One map.</param>
/// <param name="Second">The other.</param>
/// <param name="Class">Class by label, or "all".</param>
/// <param name="Rows">Beats.</param>
/// <param name="UndefinedRows">Of these, beats with a constant map: left out of the rank correlations.</param>
/// <param name="Spearman">Mean rank correlation of the signed values.</param>
/// <param name="SpearmanMagnitude">Mean rank correlation of the magnitudes.</param>
/// <param name="TopOverlap">Mean share of the largest tenth, by magnitude, that both have.</param>
/// <param name="SignAgreement">Mean share of equal signs.</param>
public sealed record AgreementPair(
    string First, string Second, string Class, int Rows, int UndefinedRows, Estimate Spearman, Estimate SpearmanMagnitude, Estimate TopOverlap, Estimate SignAgreement)
{
    internal static AgreementPair Of(ClassAgreement agreement) => new(
        agreement.First,
        agreement.Second,
        agreement.Class,
        agreement.Rows,
        agreement.UndefinedRows,
        agreement.Spearman.ToEstimate(),
        agreement.SpearmanMagnitude.ToEstimate(),
        agreement.TopOverlap.ToEstimate(),
        agreement.SignAgreement.ToEstimate());
}
