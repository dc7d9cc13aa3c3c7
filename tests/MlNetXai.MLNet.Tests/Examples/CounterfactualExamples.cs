using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class CounterfactualExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void Counterfactual_BehindATrainer_IsOneChain()
    {
        IDataView beats = TinyData.Keyed(mlContext, 40);

        // <example>
        ITransformer model = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2).Append(mlContext.Transforms.Explain.Counterfactual("Other")).Fit(beats);
        IDataView explained = model.Transform(beats);
        float[] changed = explained.GetColumn<float[]>("Other.Counterfactual").First();
        int start = explained.GetColumn<int>("Other.Start").First(), length = explained.GetColumn<int>("Other.Length").First();
        float[] beforeAndAfter = explained.GetColumn<float[]>("Other.Probability").First();
        // </example>

        Assert.Equal((TinyData.Steps, 2), (changed.Length, beforeAndAfter.Length));
        Assert.True(start + length <= TinyData.Steps);
    }

    [Fact]
    public void CounterfactualTransformer_Fitted_SaysWhatItDoes()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext, 40);

        {
            // <example>
            CounterfactualEstimator estimator = mlContext.Transforms.Explain.Counterfactual(network, "Other");
            CounterfactualTransformer explainer = estimator.Fit(beats);   // keeps up to 2,000 of these rows
            IDataView explained = explainer.Transform(beats);
            // </example>

            Assert.NotNull(explained.Schema.GetColumnOrNull("Other.Start"));
        }

        {
            // <example>
            CounterfactualOptions options = new()
            {
                GuideMethod = "occlusion",   // whose magnitude says which steps of the guide matter
                MostCandidates = 500,        // training rows that the fitted pipeline carries
                CrossFadeSteps = 2,          // at the window's edges, so that the row does not jump
                Seed = 1,                    // of the drawing of candidates
            };
            CounterfactualTransformer explainer = mlContext.Transforms.Explain.Counterfactual(network, "Other", options: options).Fit(beats);
            Console.WriteLine($"'{explainer.OutputColumnName}' of '{explainer.FeatureColumnName}' carries {explainer.StoredRows} training rows");
            // </example>

            Assert.Equal(40, explainer.StoredRows);
        }
    }
}
