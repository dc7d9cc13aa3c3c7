using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using MlNetXai.MLNet.Saving;
using Xunit;

namespace MlNetXai.MLNet.Tests.Saving;

/// <summary>What a file names is looked at before anything of it is loaded, in either layout.</summary>
public sealed class PipelineFileTests
{
    private static readonly string Own = typeof(PipelineFile).Assembly.FullName!;

    [Fact]
    public void RequireKnownKey_OfOwnMapping_IsAccepted() => PipelineFile.RequireKnownKey(Key("MlNetXai.Tag", Own), "k", "f.zip", []);

    [Fact]
    public void RequireKnownKey_OfStockStep_IsAccepted() => PipelineFile.RequireKnownKey(Key("x", "y", loader: "ConcatTransform"), "k", "f.zip", []);

    [Theory]
    [InlineData("MlNetXai.Tag", "Evil, Version=1.0.0.0"), InlineData("Evil", null), InlineData("", "")]
    public void RequireKnownKey_OfForeignMapping_IsRefused(string contract, string? assembly)
    {
        PipelineFileException error = Assert.Throws<PipelineFileException>(() => PipelineFile.RequireKnownKey(Key(contract, assembly ?? Own), "k", "f.zip", []));

        Assert.Contains("not this library's", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireKnownKey_OfTheCallersMapping_AsksForAnAssemblyThatIsLoaded()
    {
        string here = typeof(PipelineFileTests).Assembly.FullName!;

        PipelineFile.RequireKnownKey(Key("Mine", here), "k", "f.zip", ["Mine"]);

        Assert.Throws<PipelineFileException>(() => PipelineFile.RequireKnownKey(Key("Mine", "Elsewhere"), "k", "f.zip", ["Mine"]));
    }

    [Fact]
    public void RequireKnownKey_OfForeignLoader_IsRefused()
    {
        PipelineFileException error = Assert.Throws<PipelineFileException>(
            () => PipelineFile.RequireKnownKey(Key("x", "y", loader: "Something", loaderAssembly: "Microsoft.MLx, Version=1"), "k", "f.zip", []));

        Assert.Contains("Microsoft.MLx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireKnownKey_OfDamagedBytes_NeverReadsBeyond()
    {
        byte[] key = Key("MlNetXai.Tag", Own);
        Philox.Stream draws = new Philox(1, "damage").Draws();
        for (int i = 0; i < 5_000; i++)
        {
            byte[] damaged = [.. key];
            for (int n = 0; n < 3; n++)
                damaged[draws.Below(damaged.Length)] = (byte)draws.Below(256);
            try
            {
                PipelineFile.RequireKnownKey(damaged.AsSpan(0, draws.Below(damaged.Length + 1)), "k", "f.zip", []);
            }
            catch (PipelineFileException)
            {
            }
        }
    }

    [Theory]
    [InlineData("""{"kind":"CustomMapping","contract":"Evil","assembly":"Evil"}""")]
    [InlineData("""{"kind":"TransformerChain","transformers":[{"kind":"CustomMapping","contract":"MlNetXai.Tag","assembly":"MlNetXai.MLNetx"}]}""")]
    public void RequireKnown_OfABuiltInFileWithForeignMapping_LoadsNothing(string model)
    {
        if (typeof(MLContext).Assembly.GetName().Name != "MlNetXai.MLNet.Contract")
            Assert.Skip("This build runs on the package Microsoft.ML: files of the built-in subset are refused as such.");

        PipelineFileException error = Assert.Throws<PipelineFileException>(() => PipelineFile.RequireKnown(BuiltIn(model), "f.zip", []));

        Assert.Contains("Nothing of the file was loaded", error.Message, StringComparison.Ordinal);
    }

    private static byte[] BuiltIn(string model)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in new[] { (PipelineFile.BuiltInVersionEntry, "MlNetXai.MLNet.Contract 1\n"), (PipelineFile.BuiltInModelEntry, model) })
            {
                using StreamWriter writer = new(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A key in the package's layout: header of 0xA0 bytes, string ends, characters, assembly name.</summary>
    private static byte[] Key(string contract, string assembly, string loader = "CustomTransformer", string loaderAssembly = "Microsoft.ML.Transforms, Version=1.0.0.0")
    {
        byte[] first = Encoding.Unicode.GetBytes(contract), second = Encoding.Unicode.GetBytes(assembly), name = Encoding.Unicode.GetBytes(loaderAssembly);
        const int header = 0xA0;
        byte[] key = new byte[header + 16 + first.Length + second.Length + name.Length];
        "ML\0MODEL"u8.CopyTo(key);
        Write(0x20, header);
        Write(0x28, 16);
        Write(0x30, header + 16);
        Write(0x38, first.Length + second.Length);
        Encoding.ASCII.GetBytes(loader).CopyTo(key, 0x50);
        Write(0x90, header + 16 + first.Length + second.Length);
        Write(0x98, name.Length);
        Write(header, first.Length);
        Write(header + 8, first.Length + second.Length);
        first.CopyTo(key, header + 16);
        second.CopyTo(key, header + 16 + first.Length);
        name.CopyTo(key, header + 16 + first.Length + second.Length);
        return key;

        void Write(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(at), value);
    }
}
