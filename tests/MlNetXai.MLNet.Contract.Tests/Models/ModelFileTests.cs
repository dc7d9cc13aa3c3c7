using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.MLNet.Contract.Tests.Conformance;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Models;

/// <summary>Model files that are cut, edited or of another build. Layout and texts are the built-in subset's, so only there can they be tested.</summary>
public sealed class ModelFileTests
{
    private const string ModelEntry = "Contract/Model.json";

    private static readonly MLContext Context = new(seed: 1);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Load_CutFile_Throws(double share)
    {
        byte[] file = SavedModel();

        using MemoryStream cut = new(file[..(int)(share * file.Length)]);

        Exception error = Assert.Throws<FormatException>(() => Context.Model.Load(cut, out _));
        Assert.Contains("Failed to open a zip archive", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"kind\":\"Nothing\"}", "There is no kind of transformer 'Nothing'.")]
    [InlineData("{}", "$ has no 'kind'.")]
    [InlineData("[1]", "$ has no 'kind'.")]
    [InlineData("{\"kind\":\"CopyColumns\"}", "$ has no 'columns'.")]
    [InlineData("{\"kind\":\"CopyColumns\",\"columns\":[[\"A\"]]}", "$.columns[0] has 1 items, not 2.")]
    [InlineData("{\"kind\":\"CopyColumns\",\"columns\":[[\"A\",3]]}", "$.columns[0][1] is no String.")]
    [InlineData("{\"kind\":\"CopyColumns\",\"columns\":[[\"A\",\"B\"]]", "Save the model again.")]
    [InlineData("{\"kind\":\"TransformerChain\",\"scopes\":[\"Never\"],\"transformers\":[]}", "Save the model again.")]
    [InlineData("{\"kind\":\"TransformerChain\",\"scopes\":[],\"transformers\":[{\"kind\":\"DropColumns\",\"columns\":[],\"keepHidden\":true}]}", "Save the model again.")]
    [InlineData("{\"kind\":\"MapValue\",\"columns\":[[\"A\",\"B\"]],\"map\":{\"schema\":[],\"keys\":[],\"values\":[]}}", "A table has 0 columns, not 2.")]
    [InlineData("{\"kind\":\"MapValueToKey\",\"columns\":[[\"A\",\"B\"]],\"maps\":[{\"type\":\"Text\",\"valuesAsText\":false,\"values\":[]}]}", "There is no column type 'Text'.")]
    public void Load_EditedModel_NamesTheFault(string model, string fault)
    {
        RequireBuiltin();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Load(Edited(ModelEntry, model)));

        Assert.StartsWith("The model file is damaged: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnotherVersion_SaysSo()
    {
        RequireBuiltin();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Load(Edited("Contract/Version.txt", "MlNetXai.MLNet.Contract 2\n")));

        Assert.Contains("a newer build wrote it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileOfThePackage_NamesTheRemedy()
    {
        RequireBuiltin();
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("TransformerChain/Model.key");

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Context.Model.Load(stream, out _));

        Assert.Contains("written by the package Microsoft.ML", error.Message, StringComparison.Ordinal);
        Assert.Contains("MLNet=official", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingAssembly_IsNotFound()
    {
        RequireBuiltin();

        Assert.Throws<FileNotFoundException>(() => Load(Edited(ModelEntry, "{\"kind\":\"CustomMapping\",\"contract\":\"Nobody\",\"assembly\":\"MlNetXai.Nowhere, Version=1.0.0.0\"}")));
    }

    [Fact]
    public void Load_UnknownContract_SaysWhichFactoryIsMissing()
    {
        RequireBuiltin();
        string assembly = typeof(ModelFileTests).Assembly.FullName!;

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => Load(Edited(ModelEntry, $"{{\"kind\":\"CustomMapping\",\"contract\":\"Nobody\",\"assembly\":\"{assembly}\"}}")));

        Assert.StartsWith("Error during class instantiation", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"Nobody\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_ThatFails_LeavesTheOldFile()
    {
        RequireBuiltin();
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.zip");
        File.WriteAllText(path, "old");
        ITransformer model = Context.Transforms.CustomMapping<StockSteps.Raised, StockSteps.Raised>((_, _) => { }, contractName: null).Fit(StockSteps.Rows(6));

        Assert.ThrowsAny<InvalidOperationException>(() => Context.Model.Save(model, null, path));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Save_OverAnOldFile_ReplacesIt()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "model.zip");
        File.WriteAllText(path, new string('x', 100_000));

        Context.Model.Save(Context.Transforms.CopyColumns("Out", "Number").Fit(StockSteps.Rows(6)), null, path);

        Assert.IsAssignableFrom<ITransformer>(Context.Model.Load(path, out _));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    private static void RequireBuiltin() => Builtin.Require("the layout of the file is its own");

    private static byte[] SavedModel()
    {
        using MemoryStream stream = new();
        Context.Model.Save(Context.Transforms.CopyColumns("Out", "Number").Fit(StockSteps.Rows(6)), StockSteps.Rows(6).Schema, stream);
        return stream.ToArray();
    }

    private static MemoryStream Edited(string entry, string content)
    {
        MemoryStream stream = new();
        stream.Write(SavedModel());
        using ZipArchive zip = new(stream, ZipArchiveMode.Update, leaveOpen: true);
        zip.GetEntry(entry)!.Delete();
        using StreamWriter writer = new(zip.CreateEntry(entry).Open());
        writer.Write(content);
        return stream;
    }

    private static ITransformer Load(MemoryStream stream)
    {
        using (stream)
            return new MLContext().Model.Load(stream, out _);
    }
}
