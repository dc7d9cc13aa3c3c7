using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Tests.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.Networks.Tests.Interchange;

/// <summary>10⁵ mutated files and more: nothing but <see cref="ModelFileException"/> comes out, or a whole network, and memory stays in proportion to the files.</summary>
[Trait("Speed", "slow")]
public sealed class ReaderFuzzTests
{
    private const ulong Seed = 20_200_408;

    /// <summary>Memory one case may take: the files have less than 10,000 bytes.</summary>
    private const long LargestAllocation = 16 << 20;

    private static readonly long[] Numbers = [0, 1, -1, 2, 3, 7, 127, 65_536, int.MaxValue, int.MinValue, 1L << 40, long.MaxValue, long.MinValue];

    private static readonly string[] Operators =
    [
        "Add", "Cast", "Concat", "Conv", "ConstantOfShape", "Expand", "Flatten", "Gather", "Gemm", "GRU", "LSTM", "MatMul", "MaxPool", "Mul", "Pad", "Pow", "ReduceMean", "Reshape", "Shape", "Slice",
        "Softmax", "Split", "Squeeze", "Transpose", "Unsqueeze", "If",
    ];

    private static readonly string[] Splices =
    [
        "0", "-1", "2147483647", "2147483648", "9223372036854775807", "99999999999999999999", "1e308", "null", "true", "[]", "{}", "\"", ":", ",", "]", "}", "\\u0000", "\\", "F64", "lstm", "input",
        "\"data_offsets\":[0,4]", "é", " ",
    ];

    private static readonly string[] WordsOfTheRuntime = ["Object reference", "given key", "Index was", "System.", "(Parameter '", "Arithmetic operation"];

    [Theory]
    [InlineData(0, 30_000)]
    [InlineData(1, 30_000)]
    public void ParseOnnx_MutatedBytes_OnlyModelFileException(int part, int cases)
    {
        byte[][] files = OnnxFiles();
        int read = 0;
        for (int i = 0; i < cases; i++)
        {
            Mutator mutator = new(Seed, $"ONNX bytes {part}", (uint)i);
            byte[] bytes = mutator.Mutate(files[mutator.Next(files.Length)]);

            read += Run($"ONNX bytes {part}, case {i}", () => OnnxImport.Parse(bytes, "model.onnx").Network) ? 1 : 0;
        }

        Assert.InRange(read, cases / 50, cases - (cases / 50));
    }

    [Theory]
    [InlineData(0, 30_000)]
    [InlineData(1, 30_000)]
    public void ParseOnnx_MutatedGraphs_OnlyModelFileException(int part, int cases)
    {
        byte[][] files = OnnxFiles();
        int read = 0;
        for (int i = 0; i < cases; i++)
        {
            Mutator mutator = new(Seed, $"ONNX graphs {part}", (uint)i);
            var model = ModelProto.Parser.ParseFrom(files[mutator.Next(files.Length)]);
            for (int change = 1 + mutator.Next(3); change > 0; change--)
                Mutate(model.Graph, mutator);
            byte[] bytes = model.ToByteArray();

            read += Run($"ONNX graphs {part}, case {i}", () => OnnxImport.Parse(bytes, "model.onnx").Network) ? 1 : 0;
        }

        Assert.InRange(read, cases / 50, cases - (cases / 50));
    }

    [Theory]
    [InlineData(0, 20_000)]
    [InlineData(1, 20_000)]
    public void ParseModel_MutatedSafetensors_OnlyModelFileException(int part, int cases)
    {
        byte[][] files = [.. Networks().Select(network => Bytes(stream => ModelFile.Save(new(network, new Dictionary<string, string> { ["source"] = "test" }), stream)))];
        int read = 0;
        for (int i = 0; i < cases; i++)
        {
            Mutator mutator = new(Seed, $"safetensors {part}", (uint)i);
            byte[] file = files[mutator.Next(files.Length)];

            // Mostly words of the header are exchanged; its length stays right most of the time.
            int length = BitConverter.ToInt32(file);
            byte[] header = file[8..(8 + length)];
            header = mutator.Next(4) == 0 ? mutator.Mutate(header, () => Encoding.UTF8.GetBytes(Splice(mutator))) : ExchangeWords(header, mutator);
            byte[] bytes = mutator.Next(8) == 0 ? mutator.Mutate(file) : [.. BitConverter.GetBytes((long)(mutator.Next(8) > 0 ? header.Length : length)), .. header, .. file[(8 + length)..]];

            read += Run($"safetensors {part}, case {i}", () => ModelFile.Parse(bytes, "model.safetensors").Network) ? 1 : 0;
        }

        Assert.InRange(read, cases / 50, cases - (cases / 50));
    }

    // True where the file was read: the changes must not all be caught at the same first check.
    private static bool Run(string place, Func<Network> read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = false;
        try
        {
            Network network = read();
            isRead = true;
            if (network.Layers.Count > 0 && network.Layers[^1].Output != new RowShape(1, network.Classes.Count))
                Assert.Fail($"seed {Seed}, {place}: a network that is not whole.");
        }
        catch (ModelFileException error)
        {
            if (string.IsNullOrEmpty(error.Message) || error.Path is null)
                Assert.Fail($"seed {Seed}, {place}: an error without message or path.");
            if (WordsOfTheRuntime.FirstOrDefault(words => error.Message.Contains(words, StringComparison.Ordinal)) is not null)
                Assert.Fail($"seed {Seed}, {place}: an error in words of the runtime: {error.Message}");
        }
        catch (Exception error) when (error is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"seed {Seed}, {place}: {error}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > LargestAllocation)
            Assert.Fail($"seed {Seed}, {place}: {allocated} bytes were allocated.");
        return isRead;
    }

    private static byte[] ExchangeWords(byte[] header, Mutator mutator)
    {
        string text = Encoding.UTF8.GetString(header);
        for (int change = 1 + mutator.Next(2); change > 0; change--)
        {
            MatchCollection words = Regex.Matches(text, "[0-9]+|[A-Za-z_.-]+", RegexOptions.NonBacktracking);
            Match word = words[mutator.Next(words.Count)];
            text = text[..word.Index] + (mutator.Next(3) == 0 ? words[mutator.Next(words.Count)].Value : Splice(mutator)) + text[(word.Index + word.Length)..];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string Splice(Mutator mutator) => Splices[mutator.Next(Splices.Length)];

    // A change that bytes hardly ever make: the message stays one, its content does not fit.
    private static void Mutate(GraphProto graph, Mutator mutator)
    {
        if (graph.Node.Count == 0)
            return;
        int at = mutator.Next(graph.Node.Count);
        NodeProto node = graph.Node[at], other = graph.Node[mutator.Next(graph.Node.Count)];
        switch (mutator.Next(11))
        {
            case 0 when node.Input.Count > 0 && other.Output.Count > 0:
                node.Input[mutator.Next(node.Input.Count)] = other.Output[0];
                break;
            case 1 when node.Input.Count > 0:
                node.Input[mutator.Next(node.Input.Count)] = graph.Initializer.Count > 0 ? graph.Initializer[mutator.Next(graph.Initializer.Count)].Name : "";
                break;
            case 2 when node.Input.Count > 1:
                node.Input.RemoveAt(mutator.Next(node.Input.Count));
                break;
            case 3:
                node.OpType = Operators[mutator.Next(Operators.Length)];
                break;
            case 4 when node.Output.Count > 0 && other.Output.Count > 0:
                node.Output[0] = other.Output[0];
                break;
            case 5:
                graph.Node.RemoveAt(at);
                break;
            case 6 when node.Attribute.Count > 0:
                Mutate(node.Attribute[mutator.Next(node.Attribute.Count)], mutator);
                break;
            case 7 when graph.Initializer.Count > 0:
                Mutate(graph.Initializer[mutator.Next(graph.Initializer.Count)], mutator);
                break;
            case 8 when graph.Initializer.Count > 0:
                graph.Initializer.RemoveAt(mutator.Next(graph.Initializer.Count));
                break;
            case 9 when graph.Input.Count > 0 && graph.Input[0].Type?.TensorType?.Shape is { Dim.Count: > 0 } shape:
                shape.Dim[mutator.Next(shape.Dim.Count)] = new() { DimValue = Number(mutator) };
                break;
            default:
                graph.Node.Insert(at, node.Clone());
                break;
        }
    }

    private static void Mutate(AttributeProto attribute, Mutator mutator)
    {
        attribute.I = Number(mutator);
        attribute.F = mutator.Next(3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => -1 };
        if (attribute.Ints.Count > 0)
            attribute.Ints[mutator.Next(attribute.Ints.Count)] = Number(mutator);
        if (attribute.Floats.Count > 0)
            attribute.Floats[0] = attribute.F;
        if (attribute.T is { } tensor)
            Mutate(tensor, mutator);
        if (mutator.Next(4) == 0)
            attribute.Ints.Add(Number(mutator));
        if (mutator.Next(8) == 0)
            attribute.Type = (AttributeProto.Types.AttributeType)mutator.Next(15);
    }

    private static void Mutate(TensorProto tensor, Mutator mutator)
    {
        switch (mutator.Next(4))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[mutator.Next(tensor.Dims.Count)] = Number(mutator);
                break;
            case 1 when tensor.RawData.Length >= 8 && tensor.DataType == (int)TensorProto.Types.DataType.Int64:
                tensor.RawData = ByteString.CopyFrom([.. BitConverter.GetBytes(Number(mutator)), .. tensor.RawData.ToByteArray()[8..]]);
                break;
            case 2:
                tensor.DataType = mutator.Next(17);
                break;
            default:
                tensor.RawData = ByteString.CopyFrom(mutator.Mutate(tensor.RawData.ToByteArray()));
                break;
        }
    }

    private static long Number(Mutator mutator) => Numbers[mutator.Next(Numbers.Length)];

    // PyTorch's exports, which say a network in many ways, and our own.
    private static byte[][] OnnxFiles() =>
    [
        .. Directory.EnumerateFiles(Golden.PathOf("onnx"), "*.onnx").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. Networks().Select(network => OnnxExport.Message(network, new()).Model.ToByteArray()),
    ];

    private static IEnumerable<Network> Networks() => Enumerable.Range(1, 40).Select(RandomNetworks.Mix).Where(network => network.WeightLength < 1000);

    private static byte[] Bytes(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return stream.ToArray();
    }
}
