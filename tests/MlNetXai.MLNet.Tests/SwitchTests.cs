using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Tests;

public sealed class SwitchTests
{
    [Fact]
    public void DataView_OfEitherBuild_HasItsName()
    {
        Assert.Equal("Microsoft.ML", typeof(IDataView).Namespace);
        Assert.Equal("Microsoft.ML.Data", typeof(IRowToRowMapper).Namespace);
    }
}
