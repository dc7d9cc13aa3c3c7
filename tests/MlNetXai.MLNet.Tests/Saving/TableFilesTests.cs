using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Saving;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Saving;

public sealed class TableFilesTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void SaveAsCsv_OfAView_WritesEveryTypeAndLeavesMissingOnesEmpty()
    {
        using TemporaryFolder folder = new();

        _context.Data.SaveAsCsv(View(), folder.File("t.csv"));

        Assert.Equal("Name,Single,Double,Int,Long,Truth\r\n\"a, b\",0.1,0.25,-3,4,true\r\nc,,,0,0,false\r\n", File.ReadAllText(folder.File("t.csv")));
    }

    [Fact]
    public void SaveAsJson_OfAView_WritesAnObjectPerRow()
    {
        using TemporaryFolder folder = new();

        _context.Data.SaveAsJson(View(), folder.File("t.json"));

        string text = File.ReadAllText(folder.File("t.json"));
        Assert.Contains("\"Single\": 0.1,", text, StringComparison.Ordinal);
        Assert.Contains("\"Double\": null,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void SaveAsCsv_OfAVector_NamesWhatDoes()
    {
        using TemporaryFolder folder = new();

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.SaveAsCsv(TinyData.View(_context), folder.File("t.csv")));

        Assert.Contains("'Features': expected String, Key, Boolean, Single, Double, Int32 or Int64, got Vector<Single, 12, 1>", error.Message, StringComparison.Ordinal);
        Assert.Contains("SaveAsNumPy", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("t.csv")));
    }

    private IDataView View() => _context.Data.LoadFromEnumerable(new[]
    {
        new Row { Name = "a, b", Single = 0.1f, Double = 0.25, Int = -3, Long = 4, Truth = true },
        new Row { Name = "c", Single = float.NaN, Double = double.NaN },
    });

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public float Single { get; set; }

        public double Double { get; set; }

        public int Int { get; set; }

        public long Long { get; set; }

        public bool Truth { get; set; }
    }
}
