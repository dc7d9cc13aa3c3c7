using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void MethodTable_OfTheDocumentation_IsTheCatalog()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "methods", "README.md"));

        Assert.All(
            MethodCatalog.All,
            method => Assert.Contains($"| `{method.Name}` | {method.NeedsText} | {method.Cost} | {method.Source} |\n", page));
        Assert.Equal(MethodCatalog.All.Count, page.Split("\n| `").Length - 1);
    }
}
