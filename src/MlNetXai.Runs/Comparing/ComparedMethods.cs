using MlNetXai.Explanations;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Runs.Comparing;

/// <summary>Which methods can stand in one table: those that give one attribution per row.</summary>
internal static class ComparedMethods
{
    /// <summary>Name of the map of random values that stands beside the methods: what no method should fall short of.</summary>
    public const string Random = "random";

    /// <summary>Methods of the catalog with one attribution per row, the cheapest first.</summary>
    public static IReadOnlyList<MethodDescription> All { get; } =
    [
        .. MethodCatalog.All.Where(method => method.GivesAttribution).OrderBy(method => method.Passes),
    ];

    /// <summary>Title of a method, or of the random map.</summary>
    public static string Title(string name) => name == Random ? "Random values" : MethodCatalog.Find(name).Title;
}
