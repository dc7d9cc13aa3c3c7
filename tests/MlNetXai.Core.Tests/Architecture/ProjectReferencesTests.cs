using System.Xml.Linq;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Architecture;

public sealed class ProjectReferencesTests
{
    // Data flows recording → rows → scores → attributions → figures: what each project may use.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Signals"] = ["Core"],
        ["Networks"] = ["Core"],
        ["Explanations"] = ["Core", "Networks"],
        ["Reporting"] = ["Core", "Signals", "Explanations"],
        ["Runs"] = ["Core", "Signals", "Networks", "Explanations", "Reporting"],
        ["MLNet.Contract"] = ["Core"],
        ["MLNet"] = ["Core", "Signals", "Networks", "Explanations", "Reporting", "MLNet.Contract"],
        ["Cli"] = ["Core", "Signals", "Networks", "Explanations", "Reporting", "Runs", "MLNet.Contract", "MLNet"],
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root(), "src")).Select(d => NameOf(Path.GetFileName(d))).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfProject_PointUpTheOrderOnly(string project)
    {
        string path = Path.Combine(Repository.Root(), "src", "MlNetXai." + project, $"MlNetXai.{project}.csproj");

        string[] references = [.. XDocument.Load(path).Descendants("ProjectReference")
            .Select(r => NameOf(Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/'))))];

        Assert.True(Allowed.TryGetValue(project, out string[]? allowed), $"{project} has no place in the order: give it one here.");
        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void Build_TransitiveReferences_AreOff()
    {
        XDocument properties = XDocument.Load(Path.Combine(Repository.Root(), "Directory.Build.props"));

        Assert.Equal("true", properties.Descendants("DisableTransitiveProjectReferences").Single().Value);
    }

    private static string NameOf(string project) => project["MlNetXai.".Length..];
}
