using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Runs.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(RunFolder).Assembly);
}
