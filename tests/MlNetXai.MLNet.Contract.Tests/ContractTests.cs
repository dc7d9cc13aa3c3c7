using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests;

public sealed class ContractTests
{
    [Fact]
    public void Interfaces_OfTheContract_AreInTheirNamespaces()
    {
        Assert.Equal("Microsoft.ML", typeof(IDataView).Namespace);
        Assert.Equal("Microsoft.ML.Data", typeof(IRowToRowMapper).Namespace);
    }
}
