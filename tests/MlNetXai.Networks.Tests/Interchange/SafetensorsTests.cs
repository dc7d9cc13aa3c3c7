using System.Buffers.Binary;
using System.Text;
using MlNetXai.Networks.Interchange;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange;

public sealed class SafetensorsTests
{
    [Fact]
    public void Save_ValuesThatAreNotAsManyAsTheShapeHas_NamesTheTensorAndWritesNothing()
    {
        using TemporaryFolder folder = new();
        SafetensorsFile file = new(new Dictionary<string, Tensor> { ["a"] = new([3], [1f]) }, new Dictionary<string, string>());

        ShapeException error = Assert.Throws<ShapeException>(() => file.Save(folder.File("x.safetensors")));

        Assert.Equal("Tensor 'a' has 1 values, but its shape [3] has 3. Give as many values as the shape has.", error.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Load_AfterSave_IsTheSame()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, Tensor> tensors = new() { ["b"] = new([2, 3], [1, 2, 3, 4, 5, float.NaN]), ["a"] = new([], [7]), ["none"] = new([0, 4], []) };
        new SafetensorsFile(tensors, new Dictionary<string, string> { ["key"] = "text" }).Save(folder.File("x.safetensors"));

        SafetensorsFile file = SafetensorsFile.Load(folder.File("x.safetensors"));

        Assert.Equal("text", file.Metadata["key"]);
        Assert.Equal(["b", "a", "none"], file.Tensors.Keys);
        foreach ((string name, Tensor tensor) in tensors)
        {
            Assert.Equal(tensor.Shape, file.Tensors[name].Shape);
            Assert.Equal(tensor.Values, file.Tensors[name].Values);
        }
    }

    // Header, bytes of data, what the message says.
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "has two tensors named 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "'b' begins at byte 0 of the data, and the one before ends at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "'b' begins at byte 8 of the data, and the one before ends at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 12, "has 12 bytes of data, of which its tensors take 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}""", 8, "tensor 'a' of shape [1000000, 1000000] lies at bytes 0 … 4000000000000 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "tensor 'a' of shape [2147483647, 2147483647, 2147483647] lies at bytes 0 … 8 of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}""", 8, "tensor 'a': 'shape' is -1 and must be a whole number of 0 … 2147483647")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "tensor 'a' is of type F64; only F32 is read")]
    [InlineData("""{"a":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""", 8, "tensor 'a': 'dtype' is null and must be a text")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "not what safetensors prescribes (tensor 'a' lacks 'dtype', which must be a text)")]
    [InlineData("""{"a":7}""", 0, "not what safetensors prescribes (tensor 'a' is no JSON object)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "tensor 'a': 'data_offsets' must be two numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "tensor 'a': 'shape' is 1.5 and must be a whole number of 0 … 2147483647")]
    [InlineData("""{"a":{"dtype":"F32","shape":"none","data_offsets":[0,8]}}""", 8, "tensor 'a': 'shape' is a text and must be a list of whole numbers")]
    [InlineData("""{nope""", 0, "has a header that is no JSON (byte 1 of line 0)")]
    [InlineData("""{"\ud800":7}""", 0, "it holds a text that is no Unicode")]
    [InlineData("""[1]""", 0, "the header is no JSON object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "'__metadata__': 'a' is 1 and must be a text")]
    public void Parse_BadHeader_IsRefusedByName(string header, int data, string problem) =>
        Assert.Matches($"^weights: .*{System.Text.RegularExpressions.Regex.Escape(problem)}", Assert.Throws<ModelFileException>(() => SafetensorsFile.Parse("weights", Bytes(header, data))).Message);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 42)]
    [InlineData(-1)]
    public void Parse_HeaderLengthOutsideTheFile_IsRefused(long length)
    {
        byte[] bytes = Bytes("{}", 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);

        Assert.Contains($"says that its header has {length} bytes; the file has", Assert.Throws<ModelFileException>(() => SafetensorsFile.Parse("weights", bytes)).Message);
    }

    [Fact]
    public void Load_MoreThanTwoGigabytes_IsRefusedUnread()
    {
        using TemporaryFolder folder = new();
        using (FileStream file = File.Create(folder.File("long.safetensors")))
            file.SetLength(3L << 30);

        ModelFileException error = Assert.Throws<ModelFileException>(() => SafetensorsFile.Load(folder.File("long.safetensors")));

        Assert.Contains($"long.safetensors: has {3L << 30} bytes; files of at most", error.Message);
    }

    private static byte[] Bytes(string header, int data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header), bytes = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }
}
