using MlNetXai.Reporting;
using MlNetXai.Reporting.Figures;

namespace MlNetXai.Runs.Comparing;

/// <summary>Score reduction of all methods as figures, no more curves in one than can be told apart.</summary>
internal static class ComparisonCurves
{
    private const int MostCurves = 8;

    /// <summary>Figures of a network with their file names, the cheapest methods first.</summary>
    public static IEnumerable<(string Name, Figure Figure)> Figures(ComparisonTables tables, string network)
    {
        string[] methods = [.. tables.MethodsOf(network).Where(method => method != ComparedMethods.Random && tables.Find(network, method, ComparisonMeasure.ScoreReduction) is not null)];
        if (methods.Length == 0)
            yield break;
        int figures = (methods.Length + MostCurves - 1) / MostCurves, each = (methods.Length + figures - 1) / figures;
        for (int number = 1; number <= figures; number++)
        {
            string[] own = [.. methods.Skip((number - 1) * each).Take(each)];
            string part = figures == 1 ? "" : $", part {number} of {figures}";
            yield return ($"score-reduction-{network}-{number}", Of(tables, network, own, $"Score reduction, {network}{part}"));
        }
    }

    private static ScoreReductionFigure Of(ComparisonTables tables, string network, string[] methods, string title)
    {
        CellCurve first = CurveOf(methods[0], "reduction")!, share = CurveOf(methods[0], "fixed-share")!;
        ScoreReductionFigure figure = new()
        {
            Title = title,
            Alpha = first.Points,
            Reduction = Curves("reduction"),
            ShareDeleted = Curves("share-deleted"),
            Shares = share.Points,
            FixedShare = Curves("fixed-share"),
        };
        return figure with
        {
            Caption = figure.Caption with
            {
                Shows = "How much the network's score for the true class falls when the samples that a method calls important are set to zero; each method by the side it is read by, the input "
                    + "derivative, SmoothGrad and guided backpropagation by their magnitudes. A: all samples with salience above α are deleted; the fall is weighted by the share of samples that is left. "
                    + "B: how many samples that is. D: every method deletes the same share, most important first. Grey: random values. Intervals over patients stand in the tables and in measures/curves.csv: their bands would cover each other.",
                Reading = "A curve that lies higher found samples that matter more to the network. Read A together with B: a method that deletes more samples lowers the score more, important or not. "
                    + "D compares the methods at equal size; the tables hold the comparison with a random choice of the same size.",
            },
        };

        IReadOnlyList<Curve> Curves(string name) =>
        [
            .. methods.Append(ComparedMethods.Random).Select(method => (method, curve: CurveOf(method, name))).Where(pair => pair.curve is not null)
                .Select(pair => new Curve(pair.method, [.. pair.curve!.Values.Select(value => new Estimate(value.Value))], IsBaseline: pair.method == ComparedMethods.Random)),
        ];

        CellCurve? CurveOf(string method, string name)
        {
            string own = ComparisonFindings.OwnSide(method, ComparisonFigures.Reduction).IsOfMagnitude ? name + ComparisonFigures.OfMagnitude : name;
            return tables.Find(network, method, ComparisonMeasure.ScoreReduction)?.Curves.FirstOrDefault(curve => curve.Curve == own);
        }
    }
}
