using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(WfdbRecord).Assembly);
}
