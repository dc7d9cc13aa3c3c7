using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Loading;
using MlNetXai.MLNet.Preprocessing;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Splitting;
using MlNetXai.MLNet.Tests.Loading;
using MlNetXai.MLNet.Training;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

/// <summary>The blocks of C# in README and docs, compiled and run.</summary>
public sealed class ReadmeExamples : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Pages => ["README.md", "docs/pipelines.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Blocks_OfThePage_AreThoseThatRunHere(string page)
    {
        string source = Text(File.ReadAllLines(Path.Combine(Repository.Root(), "tests", "MlNetXai.MLNet.Tests", "Examples", "ReadmeExamples.cs")));
        string[] blocks = [.. File.ReadAllText(Path.Combine(Repository.Root(), page)).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1).Select(part => part.Split("```")[0])];

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(Text(block.Split('\n')), source, StringComparison.Ordinal));
    }

    [Fact]
    public void Readme_Pipeline_Runs()
    {
        string folder = SmallSet();
        (int epochs, int hidden) = (1, 4);
        string path = _folder.File("pipeline.zip");

        MLContext mlContext = new(seed: 1);
        IDataView recordings = mlContext.Data.LoadFromWfdb(folder);
        IEstimator<ITransformer> preprocessing = mlContext.Transforms.BandpassFilter("Signal")
            .Append(mlContext.Transforms.DetectBeats("RPeaks", "Signal"))
            .Append(mlContext.Transforms.SegmentBeats())
            .Append(mlContext.Transforms.Conversion.MapValueToKey("Label"));
        IDataView beats = mlContext.Data.Cache(preprocessing.Fit(recordings).Transform(recordings));
        PatientPartition split = mlContext.Data.SplitByPatient(beats, new() { Rule = new() { TrainPatients = 6, ValidationPatients = 3, TestPatients = 3 } });

        IEstimator<ITransformer> pipeline = mlContext.MulticlassClassification.Trainers
            .Lstm(new LstmTrainerOptions { ValidationSet = split.Validation, MaxEpochs = epochs, Network = new() { Hidden = hidden } })
            .Append(mlContext.Transforms.Explain.Occlusion("Attribution"));
        ITransformer model = pipeline.Fit(split.Train);
        IDataView explained = model.Transform(split.Test);             // columns Score, PredictedLabel, Attribution

        Console.WriteLine(mlContext.MulticlassClassification.Evaluate(explained).MicroAccuracy);
        Console.WriteLine(mlContext.Explanation.ScoreReduction(explained, model, "Attribution"));
        mlContext.Model.SaveExplained(model, beats.Schema, path);          // network and explainer in one file

        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Pipelines_OlderCompilers_CallTheAccessors()
    {
        MLContext mlContext = new(seed: 1);

        ExplainCatalog explain = ExplainExtensions.get_Explain(mlContext.Transforms);
        ExplanationCatalog explanation = ExplanationExtensions.get_Explanation(mlContext);

        Assert.NotNull(explain);
        Assert.NotNull(explanation);
    }

    [Fact]
    public void Pipelines_SavedFile_IsLoadedAndTyped()
    {
        MLContext mlContext = new(seed: 1);
        IDataView beats = TinyData.View(mlContext);
        ITransformer model = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Append(mlContext.Transforms.Explain.Saliency("Attribution")).Fit(beats);
        string path = _folder.File("model.zip");

        mlContext.Model.SaveExplained(model, beats.Schema, path);
        ITransformer loaded = mlContext.Model.LoadExplained(path, out DataViewSchema? schema);

        Assert.NotNull(schema);
        Assert.NotNull(loaded.GetOutputSchema(beats.Schema).GetColumnOrNull("Attribution"));
    }

    [Fact]
    public void Pipelines_AnyTransformer_IsExplainedByOcclusion()
    {
        MLContext mlContext = new(seed: 1);
        IDataView beats = TinyData.View(mlContext);
        ITransformer model = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Fit(beats);

        IDataView explained = mlContext.Transforms.Explain.Occlusion(model, "Attribution", featureColumnName: "Features", scoreColumnName: "Score").Fit(beats).Transform(beats);

        Assert.NotNull(explained.Schema.GetColumnOrNull("Attribution"));
    }

    [Fact]
    public void Pipelines_Averages_AreAFigure()
    {
        MLContext mlContext = new(seed: 1);
        IDataView beats = TinyData.View(mlContext), explained = mlContext.Transforms.Explain.Occlusion(TinyData.Network(), "Occlusion").Fit(beats).Transform(beats);
        string path = _folder.File("averages.svg");

        mlContext.Explanation.Aggregate(explained, "Occlusion").ToFigure().SaveSvg(path);

        Assert.True(File.Exists(path));
    }

    // Twelve short patients, as the demo's smoke set.
    private string SmallSet()
    {
        string folder = _folder.File("recordings");
        SyntheticEcg.Write(folder, SyntheticEcgOptions.Smoke);
        return folder;
    }

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim())).Trim();
}
