using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(ILogits).Assembly);
}
