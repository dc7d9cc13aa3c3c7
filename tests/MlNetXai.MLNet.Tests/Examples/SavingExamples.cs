using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class SavingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void SaveExplained_ThenLoadExplained_GivesTheTypedStepsBack()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("pipeline.zip");
        IDataView beats = TinyData.View(mlContext);
        ITransformer model = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Append(mlContext.Transforms.Explain.Saliency("Derivative")).Fit(beats);

        // <example>
        mlContext.Model.SaveExplained(model, beats.Schema, path);
        ITransformer loaded = mlContext.Model.LoadExplained(path, out DataViewSchema? schema);
        IDataView explained = loaded.Transform(beats);

        // The stock Load works too, row by row; Typed gives it the batched steps back.
        ITransformer typed = SavedPipelines.Typed(mlContext.Model.Load(path, out _));
        // </example>

        Assert.Equal(TinyData.Vectors(model.Transform(beats), "Derivative"), TinyData.Vectors(explained, "Derivative"));
        Assert.Equal(TinyData.Vectors(model.Transform(beats), "Derivative"), TinyData.Vectors(typed.Transform(beats), "Derivative"));
        Assert.NotNull(schema);
    }

    [Fact]
    public void LoadExplained_OfADamagedFile_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("pipeline.zip");
        File.WriteAllText(path, "no zip");

        // <example>
        try
        {
            _ = mlContext.Model.LoadExplained(path, out _);
        }
        catch (PipelineFileException damaged)
        {
            Console.WriteLine(damaged.Message);
        }
        // </example>

        Assert.Throws<PipelineFileException>(() => mlContext.Model.LoadExplained(path, out _));
    }

    [Fact]
    public void SaveAsNumPy_OfColumns_IsReadByNumPy()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("scores.npz");
        IDataView beats = TinyData.View(mlContext);
        IDataView scored = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Fit(beats).Transform(beats);

        // <example>
        mlContext.Data.SaveAsNumPy(scored, path, "Features", "Score", "PredictedLabel", "Patient");
        // </example>

        Assert.Equal([30, 3], NpzReader.Read(path)["Score"].Shape);
        Assert.Equal([30, TinyData.Steps, 1], NpzReader.Read(path)["Features"].Shape);
    }
}
