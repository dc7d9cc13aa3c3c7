using System.Globalization;
using MlNetXai.Explanations;
using MlNetXai.Reporting;
using MlNetXai.Reporting.Reports;
using MlNetXai.Reporting.Tables;

namespace MlNetXai.Runs.Comparing;

/// <summary>The figures of free choices as tables, and as a section of a report.</summary>
internal static class FreeChoiceTables
{
    /// <summary>Every pair of answers of a method, for files.</summary>
    public static Table Pairs(MethodFreeChoices method) => new()
    {
        Caption = $"{method.Method}: agreement of its maps for every two answers to each free choice",
        Columns = [new("Choice"), new("Answer"), new("Other answer"), .. Figures],
        Rows = [.. method.Choices.SelectMany(choice => choice.Pairs.Select(pair => (IReadOnlyList<Cell>)[choice.Name, pair.First, pair.Second, .. Cells(pair)]))],
        HeadingColumns = 3,
    };

    /// <summary>The answers of a method beside those given.</summary>
    public static Table AgainstGiven(MethodFreeChoices method) => new()
    {
        Caption = $"{MethodCatalog.Find(method.Method).Title}: agreement of its map with that of another answer",
        Columns = [new("Choice"), new("Given"), new("Instead"), .. Figures],
        Rows = [.. method.Choices.SelectMany(choice => choice.AgainstGiven.Select(pair => (IReadOnlyList<Cell>)[choice.Name, pair.First, pair.Second, .. Cells(pair)]))],
        HeadingColumns = 3,
        Notes = [string.Create(CultureInfo.InvariantCulture, $"{method.Rows} test beats of {method.Patients} patients; {method.Seconds:0.#} s.")],
    };

    /// <summary>Of each choice the answer whose map is least like that of the answer given; the choices that matter most first.</summary>
    public static Table Overview(IReadOnlyList<MethodFreeChoices> methods) => new()
    {
        Caption = "The answer to each free choice that changes a method's map most",
        Columns = [new("Method"), new("Choice"), new("Given"), new("Instead"), .. Figures],
        Rows =
        [
            .. methods
                .SelectMany(method => method.Choices.Select(choice => (method.Method, Choice: choice.Name, Pair: choice.AgainstGiven.Where(pair => pair.Spearman.IsDefined).MinBy(pair => pair.Spearman.Value))))
                .Where(one => one.Pair is not null)
                .OrderBy(one => one.Pair!.Spearman.Value)
                .Select(one => (IReadOnlyList<Cell>)[one.Method, one.Choice, one.Pair!.First, one.Pair.Second, .. Cells(one.Pair)]),
        ],
        HeadingColumns = 2,
    };

    /// <summary>The section of a report; null where no method has free choices.</summary>
    /// <param name="methods">Results of the methods.</param>
    /// <param name="network">Name of the network where a report has several; null: it has one.</param>
    public static ReportSection? Section(IReadOnlyList<MethodFreeChoices> methods, string? network = null)
    {
        MethodFreeChoices[] free = [.. methods.Where(method => method.Choices.Count > 0)];
        return free.Length == 0 ? null : new(network is null ? "Does the answer hang on a free choice?" : $"Does the answer hang on a free choice? {network}",
        [
            "Papers leave settings open. The same beats were explained with each usual answer to each such choice, all else as given, and the maps compared beat by beat. "
                + "Near 1 the choice does not matter; where it is low, it belongs beside the map. A choice of the seed shows what is noise of the method.",
            Overview(free),
            .. free.SelectMany(method => (IEnumerable<ReportBlock>)[new HeadingBlock(MethodCatalog.Find(method.Method).Title), AgainstGiven(method)]),
        ]);
    }

    private static Column[] Figures =>
    [
        new("Spearman", ColumnKind.Number) { Decimals = 2 }, new("of magnitudes", ColumnKind.Number) { Decimals = 2, Key = "spearman_magnitude" },
        new("Pearson", ColumnKind.Number) { Decimals = 2 }, new("Top overlap", ColumnKind.Percent) { Decimals = 0 }, new("Left out", ColumnKind.Count) { Key = "undefined_rows" },
    ];

    private static Cell[] Cells(ChoicePair pair) => [pair.Spearman, pair.SpearmanMagnitude, pair.Pearson, pair.TopOverlap, pair.UndefinedRows];
}
