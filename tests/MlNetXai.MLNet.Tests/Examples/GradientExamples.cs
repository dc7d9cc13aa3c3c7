using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class GradientExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void InputTimesGradient_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.InputTimesGradient(network, "Attribution").Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void IntegratedGradients_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain
            .IntegratedGradients(network, "Attribution", options: new() { Baseline = Baseline.MovingAverage(9), Steps = 20, Tolerance = 0.005 })
            .Fit(beats)
            .Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void SmoothGrad_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.SmoothGrad(network, "Attribution", options: new() { Samples = 10, Sigma = 0.2 }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void VarGrad_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.VarGrad(network, "Attribution", options: new() { Samples = 10 }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void ExpectedGradients_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        BackgroundRows background = BackgroundRows.Of(new Batch(2, 12, 1));   // rows of the training part
        IDataView explained = mlContext.Transforms.Explain.ExpectedGradients(network, "Attribution", options: new() { Background = background, Samples = 10 }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void GuidedBackprop_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Convolutional();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.GuidedBackprop(network, "Attribution").Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void DeepLift_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Convolutional();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.DeepLift(network, "Attribution", options: new() { Baseline = Baseline.RowMean }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void GradCam_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Convolutional();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.GradCam(network, "Attribution", options: new() { Layer = "relu2", Upsampling = Upsampling.Linear }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void GradCamRecurrent_OfANetwork_HasAValuePerCell()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView explained = mlContext.Transforms.Explain.GradCamRecurrent(network, "Attribution", options: new() { Variant = HiddenMap.PerStep }).Fit(beats).Transform(beats);
        // </example>

        Assert.All(explained.GetColumn<float[]>("Attribution"), attribution => Assert.Equal(TinyData.Steps, attribution.Length));
    }

    [Fact]
    public void ClassModel_OfANetwork_HasARowForEachClass()
    {
        Network network = TinyData.Network();

        // <example>
        ClassModelResult found = mlContext.Explanation.ClassModel(network, new() { Steps = 20, FixedChannels = [] });
        foreach ((string name, double score) in found.Classes.Zip(found.Models.Scores))
            Console.WriteLine($"{name}: logit {score}");
        foreach (ClassModelRow row in mlContext.Data.CreateEnumerable<ClassModelRow>(found.Data, reuseRowObject: false))
            Console.WriteLine($"{row.Class} (logit {row.Score}), step {row.Step}, channel {row.Channel}: {row.Value}");
        // </example>

        Assert.Equal(TinyData.Classes, found.Classes);
        Assert.Equal(found.Models.Values.Row(1).ToArray(), new ClassModel(new() { Steps = 20 }).Explain(network, [1]).Values.Values.ToArray());
        Assert.Equal(2, mlContext.Explanation.ClassModel(mlContext.Transforms.ApplyNetwork(network).Fit(TinyData.View(mlContext)), classes: ["R", "N"]).Models.Classes[0]);
    }
}
