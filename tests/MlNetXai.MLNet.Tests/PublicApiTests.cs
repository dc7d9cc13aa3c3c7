using MlNetXai.MLNet.Saving;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(SavedPipelines).Assembly);
}
