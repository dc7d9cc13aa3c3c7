using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Training;

/// <summary>Networks of ONNX files in pipelines.</summary>
public sealed class OnnxNetworkTests : IDisposable
{
    // Convolution, ReLU, mean over steps, dense; 12 steps of one channel; written by PyTorch.
    private static readonly string TorchFile = Path.Combine(Repository.Root(), "tests", "MlNetXai.Networks.Tests", "Golden", "onnx", "one-channel.13fec.onnx");

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ApplyNetwork_OwnNetworkExported_ScoresAsTheNetwork()
    {
        Network network = TinyData.Network();
        OnnxExport.Save(network, _folder.File("model.onnx"), new() { Metadata = new Dictionary<string, string> { [ScoringModel.SamplingRateKey] = "360" } });
        IDataView rows = TinyData.View(_context);

        NetworkTransformer imported = _context.Transforms.ApplyNetwork("P", "Features", _folder.File("model.onnx")).Fit(rows);

        Assert.Equal(TinyData.Vectors(_context.Transforms.ApplyNetwork(network).Fit(rows).Transform(rows), "Score"), TinyData.Vectors(imported.Transform(rows), "P"));
        Assert.Equal((360.0, "Features"), (imported.SamplingRateHz, imported.FeatureColumnName));
        Assert.Equal(TinyData.Classes, imported.Model.Classes);
    }

    [Fact]
    public void ApplyNetwork_FileOfPyTorch_IsExplainedByEveryMethodThatCan()
    {
        IDataView rows = TinyData.View(_context);
        IDataView scored = _context.Transforms.ApplyNetwork("Score", "Features", TorchFile, new OnnxImportOptions { Classes = ["N", "V", "R", "S"] }).Fit(rows).Transform(rows);
        List<string> explained = [];

        foreach (MethodDescription method in MethodCatalog.All.Where(ColumnMethod.MakesColumn))
        {
            try
            {
                float[][] values = TinyData.Vectors(_context.Transforms.Explain.Method(method.Name, "Attribution").Fit(scored).Transform(scored), "Attribution");
                Assert.All(values, row => Assert.All(row, value => Assert.True(float.IsFinite(value))));
                explained.Add(method.Name);
            }
            catch (Exception error) when (Innermost(error) is MissingCapabilityException)
            {
                // Prefixes need a recurrent network.
            }
        }

        Assert.Contains("input-derivative", explained);
        Assert.Contains("occlusion", explained);
    }

    [Fact]
    public void ApplyNetwork_SavedAndLoaded_GivesTheSame()
    {
        IDataView rows = TinyData.View(_context);
        ITransformer model = _context.Transforms.ApplyNetwork("Score", "Features", TorchFile).Append(_context.Transforms.Explain.Saliency("Derivative")).Fit(rows);
        _context.Model.Save(model, rows.Schema, _folder.File("model.zip"));

        ITransformer loaded = new MLContext().Model.LoadExplained(_folder.File("model.zip"), out _);

        Assert.Equal(TinyData.Vectors(model.Transform(rows), "Score"), TinyData.Vectors(loaded.Transform(rows), "Score"));
        Assert.Equal(TinyData.Vectors(model.Transform(rows), "Derivative"), TinyData.Vectors(loaded.Transform(rows), "Derivative"));
    }

    [Fact]
    public void ApplyNetwork_NoFile_NamesIt()
    {
        ModelFileException error = Assert.Throws<ModelFileException>(() => _context.Transforms.ApplyNetwork("Score", "Features", _folder.File("absent.onnx")));

        Assert.Contains("absent.onnx", error.Message);
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
