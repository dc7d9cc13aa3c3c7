using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Saving;

public sealed class SavedPipelinesTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadExplained_OfAChain_GivesTypedStepsAndTheSameBits()
    {
        (ITransformer model, string path) = Saved();
        IDataView beats = TinyData.Keyed(_context);

        ITransformer loaded = new MLContext().Model.LoadExplained(path, out DataViewSchema? schema);

        ITransformer[] steps = [.. Flat(loaded)];
        Assert.Contains(steps, step => step is NetworkTransformer { SamplingRateHz: null });
        Assert.Equal(["input-derivative", "occlusion"], steps.OfType<ExplanationTransformer>().Select(step => step.Method));
        Assert.Equal($"{model.GetOutputSchema(beats.Schema)["Mask of label"].Type}", $"{loaded.GetOutputSchema(beats.Schema)["Mask of label"].Type}");
        foreach (string column in new[] { "Score", "Derivative", "Mask of label" })
            Assert.Equal(TinyData.Vectors(model.Transform(beats), column), TinyData.Vectors(loaded.Transform(beats), column));
        Assert.Equal(["t0", "t1"], schema!["Features"].Type is VectorDataViewType ? loaded.GetOutputSchema(beats.Schema)["Derivative"].SlotTexts().Take(2) : []);
    }

    [Fact]
    public void Evaluate_AfterAPlainLoad_GivesTheSameMetrics()
    {
        (ITransformer model, string path) = Saved();
        IDataView beats = TinyData.Keyed(_context);

        ITransformer plain = new MLContext().Model.Load(path, out _);

        Assert.Equal(
            _context.MulticlassClassification.Evaluate(model.Transform(beats)).LogLoss,
            _context.MulticlassClassification.Evaluate(plain.Transform(beats)).LogLoss);
    }

    [Fact]
    public void LoadExplained_OfANetworkOfManyClasses_IsTypedAgain()
    {
        string[] classes = [.. Enumerable.Range(0, 40).Select(index => $"class {index}")];
        Network network = Presets.Lstm(TinyData.Shape, classes, new() { Hidden = 3 });
        IDataView beats = TinyData.View(_context);
        NetworkTransformer model = _context.Transforms.ApplyNetwork(network).Fit(beats);
        string path = _folder.File("many.zip");

        _context.Model.SaveExplained(model, beats.Schema, path);

        Assert.Equal("Vector<Single, 40>", $"{_context.Model.LoadExplained(path, out _).GetOutputSchema(beats.Schema)["Score"].Type}");
        Assert.Equal(TinyData.Vectors(model.Transform(beats), "Score"), TinyData.Vectors(_context.Model.Load(path, out _).Transform(beats), "Score"));
    }

    [Fact]
    public void SaveExplained_OfANetworkOfOneMegabyteUnderFiveExplainers_StaysBelowEightMegabytes()
    {
        IDataView beats = TinyData.View(_context);
        Network network = Presets.Lstm(TinyData.Shape, TinyData.Classes, new() { Hidden = 255 });
        ExplainCatalog explain = _context.Transforms.Explain;
        ITransformer model = _context.Transforms.ApplyNetwork(network)
            .Append(explain.Saliency("A1"))
            .Append(explain.Occlusion("A2"))
            .Append(explain.LearnedMask("A3"))
            .Append(explain.TemporalOutputScore("A4"))
            .Append(explain.Saliency("A5", target: ExplanationTarget.Class("V")))
            .Fit(beats);
        string path = _folder.File("large.zip");

        _context.Model.SaveExplained(model, beats.Schema, path);

        Assert.InRange(4.0 * network.WeightLength / 1e6, 1.0, 1.2);
        Assert.InRange(new FileInfo(path).Length / 1e6, 5.0, 8.0);
    }

    [Fact]
    public void LoadExplained_OfAFileCutAnywhere_IsRefused()
    {
        (_, string path) = Saved();
        byte[] bytes = File.ReadAllBytes(path);
        string cut = _folder.File("cut.zip");
        for (int i = 1; i <= 40; i++)
        {
            File.WriteAllBytes(cut, bytes[..(int)((long)bytes.Length * i / 41)]);

            PipelineFileException error = Assert.Throws<PipelineFileException>(() => _context.Model.LoadExplained(cut, out _));

            Assert.StartsWith(cut, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void LoadExplained_OfAnEditedState_IsRefused()
    {
        (_, string path) = Saved();
        Edit(path, (name, text) => text.Replace("input-derivative", "input-derivatixe", StringComparison.Ordinal));

        PipelineFileException error = Assert.Throws<PipelineFileException>(() => _context.Model.LoadExplained(path, out _));

        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadExplained_OfAForeignZip_IsRefused()
    {
        string path = _folder.File("foreign.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
            zip.CreateEntry("readme.txt");

        Assert.Contains("no saved pipeline", Assert.Throws<PipelineFileException>(() => _context.Model.LoadExplained(path, out _)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<PipelineFileException>(() => _context.Model.LoadExplained(_folder.File("none.zip"), out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadExplained_OfTheOtherBuildsFile_SaysWhich()
    {
        bool onPackage = typeof(MLContext).Assembly.GetName().Name != "MlNetXai.MLNet.Contract";
        string path = _folder.File("other.zip");
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
            zip.CreateEntry(onPackage ? PipelineFile.BuiltInVersionEntry : "TransformerChain/Model.key");

        PipelineFileException error = Assert.Throws<PipelineFileException>(() => _context.Model.LoadExplained(path, out _));

        Assert.Contains(onPackage ? "without MLNet=official" : "with MLNet=official", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithABaselineOfManyRows_IsRefused()
    {
        Batch rows = new(101, TinyData.Steps, 1);
        IDataView beats = TinyData.View(_context);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => _context.Transforms.Explain.Occlusion(TinyData.Network(), "A", options: new OcclusionOptions { Baseline = Baseline.Rows(rows) }).Fit(beats));

        Assert.Contains("at most 100 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PipelineState_OfAnyCharacterChanged_IsRefused()
    {
        string text = new PipelineState(new() { Kind = "network", Network = new("Features") }, new ScoringModel(TinyData.Network(2))).ToText();
        for (int i = 0; i < text.Length; i += 97)
        {
            char[] edited = text.ToCharArray();
            edited[i] = edited[i] == 'x' ? 'y' : 'x';

            Assert.Throws<PipelineFileException>(() => PipelineState.Parse(new string(edited).AsMemory()));
        }

        Assert.Equal(TinyData.Network(2).Weights, PipelineState.Parse(text.AsMemory()).Model.Network.Weights);
    }

    private static IEnumerable<ITransformer> Flat(ITransformer model) => model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flat) : [model];

    private (ITransformer Model, string Path) Saved()
    {
        IDataView beats = TinyData.Keyed(_context);
        ITransformer model = _context.Transforms.ApplyNetwork(TinyData.Network())
            .Append(_context.Transforms.Explain.Saliency("Derivative"))
            .Append(_context.Transforms.Explain.Occlusion("Mask of label", target: ExplanationTarget.Label()))
            .Fit(beats);
        string path = _folder.File("pipeline.zip");
        _context.Model.SaveExplained(model, beats.Schema, path);
        return (model, path);
    }

    /// <summary>Changes the texts of a zip's entries.</summary>
    private static void Edit(string path, Func<string, string, string> change)
    {
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update);
        foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
        {
            string text;
            using (StreamReader reader = new(entry.Open(), Encoding.Latin1))
                text = reader.ReadToEnd();
            string changed = change(entry.FullName, text);
            if (changed == text)
                continue;
            string name = entry.FullName;
            entry.Delete();
            using StreamWriter writer = new(zip.CreateEntry(name).Open(), Encoding.Latin1);
            writer.Write(changed);
        }
    }
}

/// <summary>Reading aids of tests.</summary>
internal static class ColumnTexts
{
    public static IEnumerable<string> SlotTexts(this DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
