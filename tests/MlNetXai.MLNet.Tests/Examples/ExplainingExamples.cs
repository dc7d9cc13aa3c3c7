using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class ExplainingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void Explain_BehindATrainer_IsOneChain()
    {
        IDataView beats = TinyData.Keyed(mlContext, 40);

        // <example>
        IEstimator<ITransformer> pipeline = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2)
            .Append(mlContext.Transforms.Explain.Occlusion("Occlusion", target: ExplanationTarget.Predicted, options: new() { Windows = OcclusionWindows.StudyA(5), MeanDrop = true }))
            .Append(mlContext.Transforms.Explain.Saliency("Derivative", target: ExplanationTarget.Label("Label")))
            .Append(mlContext.Transforms.Explain.LearnedMask("Mask", target: ExplanationTarget.Class("V"), options: new() { Iterations = 20 }))
            .Append(mlContext.Transforms.Explain.TemporalOutputScore("Prefixes"))
            .Append(mlContext.Transforms.Explain.Method("input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }));
        IDataView explained = pipeline.Fit(beats).Transform(beats);
        float[] attribution = explained.GetColumn<float[]>("Occlusion").First();   // one value per step and channel
        // </example>

        Assert.Equal(TinyData.Steps, attribution.Length);
    }

    [Fact]
    public void Explain_OfANetworkFromElsewhere_TakesItAsFirstArgument()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        ExplainCatalog explain = mlContext.Transforms.Explain;
        ExplanationEstimator[] methods =
        [
            explain.Saliency(network, "Derivative"),
            explain.Occlusion(network, "Occlusion"),
            explain.LearnedMask(network, "Mask", options: new() { Iterations = 20 }),
            explain.TemporalOutputScore(network, "Prefixes"),
            explain.Method(network, "input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }),
        ];
        foreach (ExplanationEstimator method in methods)
            beats = method.Fit(beats).Transform(beats);
        // </example>

        Assert.NotNull(beats.Schema.GetColumnOrNull("ByName"));
    }

    [Fact]
    public void ExplanationTransformer_Fitted_SaysWhatItDoes()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        ExplanationEstimator estimator = mlContext.Transforms.Explain.Saliency(network, "Derivative", target: ExplanationTarget.Predicted);
        ExplanationTransformer explainer = estimator.Fit(beats);
        Console.WriteLine($"{explainer.Method} of '{explainer.FeatureColumnName}' for the {explainer.Target} makes '{explainer.OutputColumnName}' and holds {explainer.StoredRows} rows of data");
        Console.WriteLine($"all columns: {string.Join(", ", explainer.OutputColumnNames)}");   // one, or one per class
        // </example>

        Assert.Equal("input-derivative", explainer.Method);
    }

    [Fact]
    public void ExplanationTarget_OfClassesAndSteps_MakesColumns()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        ExplainCatalog explain = mlContext.Transforms.Explain;
        IEstimator<ITransformer> pipeline = explain.Saliency(network, "Each", target: ExplanationTarget.AllClasses)         // "Each.N", "Each.V", "Each.R"
            .Append(explain.Saliency(network, "Two", target: ExplanationTarget.Classes("N", "V")))                       // "Two.N", "Two.V"
            .Append(explain.Saliency(network, "Early", target: ExplanationTarget.Predicted.AtStep(5)))                   // what is most likely after steps 0 … 5
            .Append(explain.Saliency(network, "EarlyV", target: ExplanationTarget.Class("V").AtStep(5)));
        IDataView explained = pipeline.Fit(beats).Transform(beats);
        float[] forV = explained.GetColumn<float[]>("Each.V").First();
        // </example>

        Assert.Equal(forV, explained.GetColumn<float[]>("Two.V").First());
        Assert.All(explained.GetColumn<float[]>("Early").First()[6..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Occlusion_OfAnyTransformer_NeedsItsScoreColumn()
    {
        IDataView beats = TinyData.View(mlContext);
        ITransformer model = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Fit(beats);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.Occlusion(model, "Occlusion", scoreColumnName: "Score").Fit(beats).Transform(beats);
        // </example>

        Assert.Equal(30, explained.GetColumn<float[]>("Occlusion").Count());
    }

    [Fact]
    public void ColumnValueException_OfAMissingValue_NamesColumnAndRow()
    {
        TinyData.Row[] rows = TinyData.Rows(3);
        rows[1].Features[4] = float.NaN;
        IDataView beats = mlContext.Data.LoadFromEnumerable(rows);
        ITransformer network = mlContext.Transforms.ApplyNetwork(TinyData.Network()).Fit(beats);

        // <example>
        try
        {
            _ = network.Transform(beats).GetColumn<float[]>("Score").ToArray();
        }
        catch (ColumnValueException missing)
        {
            Console.WriteLine($"{missing.Column}, row {missing.Row}: {missing.Message}");
        }
        // </example>

        Assert.Throws<ColumnValueException>(() => network.Transform(beats).GetColumn<float[]>("Score").ToArray());
    }
}
