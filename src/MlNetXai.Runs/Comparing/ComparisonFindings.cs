using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Runs.Evaluating;

namespace MlNetXai.Runs.Comparing;

/// <summary>What the numbers of a comparison say, in sentences; each names its measure.</summary>
internal sealed class ComparisonFindings(ComparisonFile comparison, ComparisonTables tables, IReadOnlyList<NetworkAgreement> agreements)
{
    private const double Similar = 0.5;

    /// <summary>All sentences, network by network.</summary>
    public IReadOnlyList<string> All() => [.. comparison.Networks.SelectMany(network => (IEnumerable<string>)[.. Reduction(network.Name), .. Randomisation(network.Name), .. Localisation(network.Name), .. Agreement(network.Name)])];

    /// <summary>Which methods find samples that matter more than as many chosen at random.</summary>
    public IEnumerable<string> Reduction(string network)
    {
        (string Method, Estimate Value)[] values = Values(network, method => OwnSide(method, ComparisonFigures.AboveRandom));
        if (values.Length == 0)
            yield break;
        yield return $"{network}, by the score reduction (mean over α; each method by the side it is read by) the largest are {List(Values(network, method => OwnSide(method, ComparisonFigures.Reduction)).OrderByDescending(pair => pair.Value.Value).Take(3))}.";
        yield return $"{network}, deleting what is salient against a random choice of the same size (mean over α; each method by the side it is read by): more by "
            + $"{List(values.Where(pair => pair.Value.HasInterval && pair.Value.Low > 0))}; less by {List(values.Where(pair => pair.Value.HasInterval && pair.Value.High < 0))}; "
            + $"undecided {List(values.Where(pair => !(pair.Value.HasInterval && (pair.Value.Low > 0 || pair.Value.High < 0))))}.";
    }

    /// <summary>Which methods do not explain the model.</summary>
    public IEnumerable<string> Randomisation(string network)
    {
        (string Method, Estimate Value)[] values = Values(network, method => OwnSide(method, ComparisonFigures.Randomised));
        if (values.Length == 0)
            yield break;
        (string Method, Estimate Value)[] similar = [.. values.Where(pair => pair.Value.Value > Similar)];
        yield return similar.Length == 0
            ? $"{network}: no method keeps a map like that of the trained network (rank correlation above 0.5) when all layers are random; highest {List(values.OrderByDescending(pair => pair.Value.Value).Take(1))}."
            : $"{network}: the maps of {List(similar)} stay similar (rank correlation above 0.5) when all layers are random: they do not explain the model.";
        (string Method, Estimate Value)[] one = [.. Values(network, method => OwnSide(method, ComparisonFigures.OneLayer)).Where(pair => pair.Value.Value > Similar)];
        if (one.Length > 0)
            yield return $"{network}: with one random layer at a time, the maps of {List(one)} stay similar for at least one layer: what that layer learned does not show in them.";
    }

    /// <summary>Which methods find the truth, and how much they look at the QRS.</summary>
    public IEnumerable<string> Localisation(string network)
    {
        (string Method, Estimate Value)[] precise = [.. Values(network, method => OwnSide(method, ComparisonFigures.Precision)).OrderByDescending(pair => pair.Value.Value)];
        if (precise.Length > 0)
            yield return $"{network}: by the area under the precision–recall curve the truth is found best by {List(precise.Take(3))}, worst by {List(precise.TakeLast(1))}; random values reach {NumberText.Fixed(tables.Value(network, ComparedMethods.Random, ComparisonFigures.Precision).Value, 2)}.";
        (string Method, Estimate Value)[] ratios = [.. Values(network, _ => ComparisonFigures.QrsRatio).OrderByDescending(pair => pair.Value.Value)];
        if (ratios.Length > 0)
            yield return $"{network}: share of the magnitude in the QRS over its share of the samples (1: no preference) is largest for {List(ratios.Take(1))}, smallest for {List(ratios.TakeLast(1))}.";
    }

    /// <summary>Which pairs agree most and least.</summary>
    public IEnumerable<string> Agreement(string network)
    {
        AgreementMetrics[] all = [.. agreements.Where(agreement => agreement.Network == network).SelectMany(agreement => agreement.Pairs).Where(pair => pair.Spearman.IsDefined)];
        AgreementMetrics[] pairs = [.. all.Where(pair => !IsAgainstTruth(pair))];
        foreach (string name in (IEnumerable<string>)[CellFigure.AllClasses, .. comparison.Classes])
        {
            AgreementMetrics[] own = [.. pairs.Where(pair => pair.Class == name).OrderByDescending(pair => pair.Spearman.Value)];
            if (own.Length < 2)
                continue;
            yield return $"{network}, {(name == CellFigure.AllClasses ? "all classes" : $"class {name}")}: most alike in the order of the signed values are {Pair(own[0])}, least {Pair(own[^1])}.";
        }

        AgreementMetrics[] truth = [.. all.Where(pair => IsAgainstTruth(pair) && pair.Class == CellFigure.AllClasses).OrderByDescending(pair => pair.Spearman.Value)];
        if (truth.Length > 0)
            yield return $"{network}, against the truth: most alike are {Pair(truth[0])}, least {Pair(truth[^1])}.";

        static bool IsAgainstTruth(AgreementMetrics pair) => pair.First == NetworkAgreement.Truth || pair.Second == NetworkAgreement.Truth;
    }

    /// <summary>A figure of the side by which a method is read.</summary>
    public static ComparisonFigure OwnSide(string method, ComparisonFigure signed) =>
        method != ComparedMethods.Random && MethodCatalog.Find(method).Salience == SalienceView.Magnitude ? ComparisonFigures.Find(signed.Name + ComparisonFigures.OfMagnitude) : signed;

    private (string Method, Estimate Value)[] Values(string network, Func<string, ComparisonFigure> figure) =>
    [
        .. tables.MethodsOf(network).Where(method => method != ComparedMethods.Random).Select(method => (method, tables.Value(network, method, figure(method)))).Where(pair => pair.Item2.IsDefined),
    ];

    private static string List(IEnumerable<(string Method, Estimate Value)> values)
    {
        string text = string.Join(", ", values.Select(pair => $"{pair.Method} ({NumberText.Fixed(pair.Value.Value, 2)})"));
        return text.Length == 0 ? "none" : text;
    }

    private static string Pair(AgreementMetrics pair) => $"{pair.First} and {pair.Second} ({NumberText.Interval(pair.Spearman with { Note = null }, 2).Replace(" (", ", ", StringComparison.Ordinal).TrimEnd(')')})";
}
