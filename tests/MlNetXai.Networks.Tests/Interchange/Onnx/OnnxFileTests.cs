using Google.Protobuf;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;
using DataType = MlNetXai.Networks.Interchange.Onnx.TensorProto.Types.DataType;

namespace MlNetXai.Networks.Tests.Interchange.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Missing_NamesTheFile() =>
        Assert.Contains("nowhere.onnx: cannot be read", Assert.Throws<ModelFileException>(() => OnnxFile.Load("nowhere.onnx")).Message);

    [Fact]
    public void Load_CutAnywhere_IsRefusedOrLacksWhatWasBehind()
    {
        byte[] whole = Small().ToByteArray();
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(_folder.File("cut.onnx"), whole[..length]);

            // Fields stand one behind the other: a cut between two of them leaves a shorter message.
            if (Record.Exception(() => OnnxFile.Load(_folder.File("cut.onnx"))) is { } error)
                Assert.Contains("cut.onnx: ", Assert.IsType<ModelFileException>(error).Message);
        }
    }

    [Fact]
    public void Load_NoOnnxAtAll_SaysSo()
    {
        File.WriteAllText(_folder.File("text.onnx"), "Dear user, this is not a model.");

        Assert.Contains("no ONNX file", Assert.Throws<ModelFileException>(() => OnnxFile.Load(_folder.File("text.onnx"))).Message);
    }

    [Fact]
    public void Load_MoreThanTwoGigabytes_IsRefusedUnread()
    {
        // A hole takes no room on the disk.
        using (FileStream file = File.Create(_folder.File("large.onnx")))
            file.SetLength(3L << 30);

        Assert.Contains("has 3221225472 bytes; an ONNX file has less than 2 GB", Assert.Throws<ModelFileException>(() => OnnxFile.Load(_folder.File("large.onnx"))).Message);
    }

    [Fact]
    public void Parse_LengthOfTerabytes_IsRefusedWithoutMemory()
    {
        // Field 7 (graph), a length of 2⁴⁰ bytes, then nothing.
        byte[] bytes = [0x3A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ModelFileException>(() => OnnxFile.Parse(bytes, "bytes"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Parse_MessagesDeeperThanAHundred_IsRefused()
    {
        ModelProto model = Small();
        GraphProto graph = model.Graph;
        for (int i = 0; i < 60; i++)
            graph = new() { Node = { new NodeProto { OpType = "If", Attribute = { new AttributeProto { Name = "then_branch", G = graph } } } } };
        model.Graph = graph;

        Assert.Contains("cut, damaged, or no ONNX file", Assert.Throws<ModelFileException>(() => OnnxFile.Parse(model.ToByteArray(), "deep")).Message);
    }

    [Theory]
    [InlineData(1L << 20, 1L << 20, 4L)]
    [InlineData(-1L)]
    [InlineData(long.MaxValue, 0L, 2L)]
    public void Count_ShapeBeyondMemory_IsRefused(params long[] sizes) =>
        Assert.Contains("sizes must be at least 0", Assert.Throws<ModelFileException>(() => TensorValues.Count(new() { Name = "w", Dims = { sizes } }, "m.onnx")).Message);

    [Fact]
    public void Floats_FieldsAndRawBytes_SameValues()
    {
        float[] values = [1, -2.5f, 0];
        TensorProto raw = new() { DataType = (int)DataType.Float, Dims = { 3 }, RawData = ByteString.CopyFrom([0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0, 0, 0, 0]) };
        TensorProto field = new() { DataType = (int)DataType.Float, Dims = { 3 }, FloatData = { values } };
        TensorProto doubles = new() { DataType = (int)DataType.Double, Dims = { 3 }, DoubleData = { 1, -2.5, 0 } };
        TensorProto halves = new() { DataType = (int)DataType.Float16, Dims = { 3 }, Int32Data = { 0x3C00, 0xC100, 0 } };
        TensorProto rawHalves = new() { DataType = (int)DataType.Float16, Dims = { 3 }, RawData = ByteString.CopyFrom([0, 0x3C, 0, 0xC1, 0, 0]) };

        Assert.All([raw, field, doubles, halves, rawHalves], tensor => Assert.Equal(values, TensorValues.Floats(tensor, "m.onnx")));
    }

    [Fact]
    public void Integers_EveryType_SameValues()
    {
        TensorProto raw = new() { DataType = (int)DataType.Int64, Dims = { 2 }, RawData = ByteString.CopyFrom([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]) };
        TensorProto field = new() { DataType = (int)DataType.Int64, Dims = { 2 }, Int64Data = { 0, 1 } };
        TensorProto narrow = new() { DataType = (int)DataType.Int32, Dims = { 2 }, Int32Data = { 0, 1 } };
        TensorProto truth = new() { DataType = (int)DataType.Bool, Dims = { 2 }, RawData = ByteString.CopyFrom([0, 1]) };

        Assert.All([raw, field, narrow, truth], tensor => Assert.Equal([0L, 1], TensorValues.Integers(tensor, "m.onnx")));
    }

    [Theory]
    [InlineData((int)DataType.Float, "of shape [5] has 8 bytes of data and must have 20")]
    [InlineData((int)DataType.String, "is of type STRING and must hold floats")]
    [InlineData(99, "is of type 99 and must hold floats")]
    public void Floats_DataThatDoesNotFit_NamesTensorAndBoth(int type, string problem)
    {
        TensorProto tensor = new() { Name = "w", DataType = type, Dims = { 5 }, RawData = ByteString.CopyFrom(new byte[8]) };

        Assert.StartsWith($"m.onnx: tensor 'w' {problem}.", Assert.Throws<ModelFileException>(() => TensorValues.Floats(tensor, "m.onnx")).Message);
    }

    [Fact]
    public void Load_DataBesideTheFile_IsFetched()
    {
        Directory.CreateDirectory(_folder.File("weights"));
        File.WriteAllBytes(_folder.File("weights/w.bin"), [9, 9, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);

        ModelProto model = LoadWith(("location", "weights/w.bin"), ("offset", "2"), ("length", "8"));

        Assert.Equal([1f, 2], TensorValues.Floats(model.Graph.Initializer[0], "m.onnx"));
    }

    [Theory]
    [InlineData("../w.bin"), InlineData("weights/../../w.bin"), InlineData("..\\w.bin"), InlineData("/etc/hostname"), InlineData("C:/w.bin"), InlineData(""), InlineData("a//b")]
    public void Load_DataOutsideTheFolder_IsRefusedUnread(string location) => Assert.Contains(
        $"tensor 'w' has its data in '{location}', which leads out of the ONNX file's folder", Assert.Throws<ModelFileException>(() => LoadWith(("location", location))).Message);

    [Fact]
    public void Load_DataBehindALink_IsRefused()
    {
        using TemporaryFolder other = new();
        File.WriteAllBytes(other.File("w.bin"), new byte[8]);
        File.CreateSymbolicLink(_folder.File("link.bin"), other.File("w.bin"));
        Directory.CreateSymbolicLink(_folder.File("folder"), other.Path);

        Assert.Contains("leads out of", Assert.Throws<ModelFileException>(() => LoadWith(("location", "link.bin"))).Message);
        Assert.Contains("leads out of", Assert.Throws<ModelFileException>(() => LoadWith(("location", "folder/w.bin"))).Message);
    }

    [Theory]
    [InlineData("absent.bin", "0", "8", "which does not exist beside the ONNX file")]
    [InlineData("w.bin", "4", "8", "has its data at byte 4 of 'w.bin', 8 bytes; that file has 8")]
    [InlineData("w.bin", "9223372036854775807", "8", "has its data at byte 9223372036854775807 of 'w.bin'")]
    [InlineData("w.bin", "0", "4", "of shape [2] has 4 bytes of data and must have 8")]
    [InlineData("w.bin", "-1", "8", "gives '-1' as offset of its data")]
    public void Load_DataThatDoesNotFit_NamesTensorAndPlace(string location, string offset, string length, string problem)
    {
        File.WriteAllBytes(_folder.File("w.bin"), new byte[8]);

        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => LoadWith(("location", location), ("offset", offset), ("length", length))).Message);
    }

    [Fact]
    public void Fetch_MoreThanTheLimitInAll_IsRefused()
    {
        File.WriteAllBytes(_folder.File("w.bin"), new byte[8]);
        GraphProto graph = new() { Initializer = { External(("location", "w.bin")), External(("location", "w.bin")) } };

        Assert.Contains(
            "all data outside the ONNX file may have 12", Assert.Throws<ModelFileException>(() => new ExternalData(_folder.File("m.onnx"), 12).Fetch(graph)).Message);
    }

    [Fact]
    public void Floats_OfBytesWithDataElsewhere_IsRefused() =>
        Assert.Contains("has its data in another file", Assert.Throws<ModelFileException>(() => TensorValues.Floats(External(("location", "w.bin")), "bytes")).Message);

    private static ModelProto Small() => OnnxExport.Message(RandomNetworks.Mix(1), new()).Model;

    private ModelProto LoadWith(params (string Key, string Value)[] entries)
    {
        ModelProto model = new() { Graph = new() { Node = { new NodeProto { OpType = "Relu" } }, Initializer = { External(entries) } } };
        OnnxFile.Save(model, _folder.File("m.onnx"));
        return OnnxFile.Load(_folder.File("m.onnx"));
    }

    private static TensorProto External(params (string Key, string Value)[] entries) => new()
    {
        Name = "w",
        DataType = (int)DataType.Float,
        Dims = { 2 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData = { entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
    };
}
