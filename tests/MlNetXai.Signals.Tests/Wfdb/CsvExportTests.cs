using MlNetXai.Signals.Wfdb;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Signals.Tests.Wfdb;

public sealed class CsvExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CsvExportTests() => WfdbWriter.Write(_folder.Path, new()
    {
        Name = "rec",
        SamplingRateHz = 10,
        Signals =
        [
            WfdbWriteSignal.FromDigital("MLII", [1024, 1025, 1224, WfdbRecord.InvalidSample, 824, 1024, 1024, 1030]) with { Baseline = 1024 },
            WfdbWriteSignal.FromDigital("V5, \"chest\"", [1, 2, 3, 4, 5, 6, 7, 8]) with { Gain = 3 },
        ],
    });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_WholeRecord_PhysicalValuesAndEmptyCellForInvalid()
    {
        CsvExportResult result = CsvExport.Write(_folder.File("rec"), _folder.File("out.csv"));

        string[] lines = File.ReadAllLines(_folder.File("out.csv"));
        Assert.Equal("sample,MLII,\"V5, \"\"chest\"\"\"", lines[0]);
        Assert.Equal(["0,0,0.3333333333333333", "1,0.005,0.6666666666666666", "2,1,1", "3,,1.3333333333333333", "4,-1,1.6666666666666667"], lines[1..6]);
        Assert.Equal((9, 0L, 8L), (lines.Length, result.From, result.To));
        Assert.Equal(["sample", "MLII", "V5, \"chest\""], result.Columns);
    }

    [Theory]
    [InlineData("2", "5", 2, 5)]
    [InlineData("0.2s", "0.5s", 2, 5)]
    [InlineData("0.25s", null, 3, 8)]
    [InlineData(null, "0.7s", 0, 7)]
    public void Write_Range_IsHalfOpen(string? from, string? to, long first, long end)
    {
        CsvExport.Write(_folder.File("rec.hea"), _folder.File("out.csv"), new() { From = from, To = to, Digital = true });

        string[] lines = File.ReadAllLines(_folder.File("out.csv"));
        Assert.Equal(Enumerable.Range((int)first, (int)(end - first)).Select(i => $"{i}"), lines[1..].Select(l => l.Split(',')[0]));
        Assert.Equal($"{first + 1}", lines[1].Split(',')[2]);
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("6", "2")]
    [InlineData("0", "9")]
    [InlineData("900000000000s", null)]
    public void Write_RangeOutsideOrEmpty_NamesRecordAndLength(string from, string? to)
    {
        WfdbException error = Assert.Throws<WfdbException>(() => CsvExport.Write(_folder.File("rec"), _folder.File("out.csv"), new() { From = from, To = to }));

        Assert.Contains("rec.hea", error.Message);
        Assert.Contains("8 samples", error.Message);
        Assert.False(File.Exists(_folder.File("out.csv")));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("s")]
    [InlineData("1e3")]
    public void Write_BoundIsNoPlace_SaysWhatIs(string from)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => CsvExport.Write(_folder.File("rec"), _folder.File("out.csv"), new() { From = from }));

        Assert.Contains("e.g. 1.5s", error.Message);
    }

    [Fact]
    public void Write_SeveralSamplesPerFrame_OneColumnForEach()
    {
        File.WriteAllText(_folder.File("multi.hea"), "multi 2 100 2\nmulti.dat 16 1 16 0 1 6 0 a\nmulti.dat 16x2 1 16 0 2 14 0 b\n");
        File.WriteAllBytes(_folder.File("multi.dat"), [1, 0, 2, 0, 3, 0, 5, 0, 4, 0, 5, 0]);

        CsvExport.Write(_folder.File("multi"), _folder.File("out.csv"));

        Assert.Equal("sample,a,b[0],b[1]\n0,1,2,3\n1,5,4,5\n", File.ReadAllText(_folder.File("out.csv")));
    }

    [Fact]
    public void Write_FolderOfSeveralRecords_AsksForOne()
    {
        File.WriteAllText(_folder.File("other.hea"), "other 0\n");

        WfdbException error = Assert.Throws<WfdbException>(() => CsvExport.Write(_folder.Path, _folder.File("out.csv")));

        Assert.Contains("2 records", error.Message);
        Assert.Contains("Name one", error.Message);
    }

    [Fact]
    public void Write_DataTruncated_OldFileUnchanged()
    {
        File.WriteAllText(_folder.File("out.csv"), "old");
        File.WriteAllBytes(_folder.File("rec.dat"), [1, 2, 3]);

        Assert.Throws<WfdbException>(() => CsvExport.Write(_folder.File("rec"), _folder.File("out.csv")));

        Assert.Equal("old", File.ReadAllText(_folder.File("out.csv")));
    }
}
