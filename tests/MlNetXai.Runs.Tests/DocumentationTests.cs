using MlNetXai.Explanations;
using MlNetXai.Runs.Explaining;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void OptionTable_OfTheDocumentation_IsThatOfTheMethods()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "command-line.md"));
        string[] expected =
        [
            .. from method in MethodCatalog.All
               from option in EcgMethods.Options(method.Name)
               select $"| `{method.Name}` | `{option.Name}` | `{option.Default}` | {option.Values} |",
        ];

        Assert.Equal(expected, page.Split('\n').Where(line => MethodCatalog.All.Any(method => line.StartsWith($"| `{method.Name}` | `", StringComparison.Ordinal))));
    }
}
