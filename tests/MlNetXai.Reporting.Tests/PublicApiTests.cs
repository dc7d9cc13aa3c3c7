using MlNetXai.Reporting.Figures;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Reporting.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheLibrary_IsTheCommittedText() => PublicApi.AssertUnchanged(typeof(Figure).Assembly);
}
