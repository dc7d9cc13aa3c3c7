using Microsoft.ML;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests;

public sealed class ApiTests
{
    private const string BasesFrom = " : ";

    [Fact]
    public void PublicMembers_OfTheContract_AreMembersOfMLNet()
    {
        HashSet<string> known = [.. File.ReadLines(Golden.PathOf("mlnet-api.txt"))];
        Dictionary<string, string> knownTypes = known.Where(IsType).ToDictionary(Head, Bases, StringComparer.Ordinal);

        IReadOnlyCollection<string> ours = ApiDump.Of(new[] { typeof(IDataView), typeof(MLContext) }.Select(type => type.Assembly.Location).Distinct());

        string[] foreign = [.. ours.Where(line => !(IsType(line) ? FitsType(line, knownTypes) : known.Contains(line)))];
        Assert.NotEmpty(ours);
        Assert.True(foreign.Length == 0, "Not in mlnet-api.txt:\n" + string.Join('\n', foreign));
    }

    private static bool IsType(string line) => line.Contains(" | type | ", StringComparison.Ordinal);

    // A type may lack bases and interfaces of the real one, and have no other.
    private static bool FitsType(string line, Dictionary<string, string> known) =>
        known.TryGetValue(Head(line), out string? bases) && Split(Bases(line)).All(Split(bases).Contains);

    private static string Head(string line) => line.Contains(BasesFrom, StringComparison.Ordinal) ? line[..line.IndexOf(BasesFrom, StringComparison.Ordinal)] : line;

    private static string Bases(string line) => line[Head(line).Length..];

    // Commas in type arguments cut names in pieces; as pieces they compare just as well.
    private static HashSet<string> Split(string bases) => [.. bases.Split([", ", " : "], StringSplitOptions.RemoveEmptyEntries)];
}
