using Microsoft.ML;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests;

/// <summary>For the few tests of what is the built-in subset's own.</summary>
internal static class Builtin
{
    /// <summary>Skips the test in other builds.</summary>
    public static void Require(string because) =>
        Assert.SkipUnless(typeof(IDataView).Assembly.GetName().Name == "MlNetXai.MLNet.Contract", $"Needs the built-in subset: {because}.");
}
