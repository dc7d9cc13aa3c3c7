using System.Reflection;
using MlNetXai.Explanations.Tests.Models;
using Xunit;

namespace MlNetXai.Explanations.Tests;

/// <summary>Which methods and networks of the golden file the tests compare with.</summary>
public sealed class GoldenCoverageTests
{
    // Delivered later; everything else must have a test that names it.
    private static readonly string[] NotYet =
    [
        "dynamask",
        "lrp",
        "lrp-rnn",
        "tsr",
    ];

    [Fact]
    public void Methods_OfTheGoldenFile_AreComparedOrListed()
    {
        string[] compared =
        [
            .. typeof(GoldenCoverageTests).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                .SelectMany(method => method.GetCustomAttributes<ComparesAttribute>())
                .SelectMany(attribute => attribute.Methods)
                .Distinct(),
        ];

        Assert.Empty(compared.Intersect(NotYet));
        Assert.Equal(GoldenModels.Methods, compared.Concat(NotYet).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Networks_OfTheGoldenFile_AreAllBuilt() => Assert.All(GoldenModels.Networks, name => Assert.NotEmpty(GoldenModels.Case($"{name}/saliency/0").Engine.Layers));
}

/// <summary>Marks a test that compares every golden case of these methods or measures, on every network that is built, with theirs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ComparesAttribute(params string[] methods) : Attribute
{
    public IReadOnlyList<string> Methods { get; } = methods;
}
