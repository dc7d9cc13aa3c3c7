using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Explanations.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(Attribution).Assembly);
}
