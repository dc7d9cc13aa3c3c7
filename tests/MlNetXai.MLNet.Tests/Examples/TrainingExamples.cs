using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;
using MlNetXai.Networks.Training;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

public sealed class TrainingExamples
{
    private readonly MLContext mlContext = new(seed: 1);

    [Fact]
    public void LstmTrainerOptions_InAChain_TrainAndEvaluate()
    {
        IDataView beats = TinyData.View(mlContext, 60), validation = TinyData.Keyed(mlContext, 20), classes = TinyData.ClassView(mlContext);
        List<string> messages = [];

        // <example>
        mlContext.Log += (_, message) => messages.Add(message.RawMessage);
        using CancellationTokenSource stop = new();
        LstmTrainerOptions options = new()
        {
            LabelColumnName = "Label",
            FeatureColumnName = "Features",
            GroupColumnName = "Patient",        // kept together when validation rows are held out
            ValidationSet = validation,         // or null, and:
            ValidationShare = 0.2,
            Network = new() { Hidden = 8, LayerCount = 1, Dropout = 0.1 },
            MaxEpochs = 3,
            BatchSize = 20,
            Optimiser = new AdamWOptions(),     // or AdamOptions (the default), SgdOptions
            LearningRate = 0.01,
            Schedule = new PlateauSchedule { Patience = 7 },
            WeightDecay = 0.001,
            ClipNorm = 1,
            EarlyStopping = new() { Patience = 9 },
            ClassWeighting = ClassWeighting.Balanced,
            Seed = 1,
            SamplingRateHz = 360,               // what a saved network then asks of recordings
            Environment = mlContext,            // a line per epoch in MLContext.Log
            Progress = new Progress<ProgressReport>(report => messages.Add($"{report.Done} of {report.Total} rows")),
            Cancellation = stop.Token,
        };
        IEstimator<ITransformer> pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: classes)
            .Append(mlContext.MulticlassClassification.Trainers.Lstm(options));
        ITransformer model = pipeline.Fit(beats);
        MulticlassClassificationMetrics metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(beats));
        // </example>

        Assert.InRange(metrics.MicroAccuracy, 0, 1);
        Assert.Contains(messages, message => message.StartsWith("kept epoch", StringComparison.Ordinal));
    }

    [Fact]
    public void Lstm_ByArguments_Trains()
    {
        IDataView beats = TinyData.Keyed(mlContext, 60);

        // <example>
        LstmTrainer trainer = mlContext.MulticlassClassification.Trainers.Lstm(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
        NetworkTransformer network = trainer.Fit(beats);
        // </example>

        Assert.Equal(TinyData.Classes, network.Model.Classes);
    }

    [Fact]
    public void FullyConvolutional_ByArguments_Trains()
    {
        IDataView beats = TinyData.Keyed(mlContext, 40);

        // <example>
        FullyConvolutionalTrainer trainer = mlContext.MulticlassClassification.Trainers.FullyConvolutional(labelColumnName: "Label", featureColumnName: "Features", maxEpochs: 2);
        NetworkTransformer network = trainer.Fit(beats);
        // </example>

        Assert.Equal(TinyData.Classes, network.Model.Classes);
    }

    [Fact]
    public void FullyConvolutionalTrainerOptions_InFull_Train()
    {
        IDataView beats = TinyData.Keyed(mlContext, 60), validation = TinyData.Keyed(mlContext, 20);

        // <example>
        FullyConvolutionalTrainerOptions options = new()
        {
            Network = new()
            {
                Convolutions = [(16, 5), (16, 3)],             // filters and kernel of each; default 128/8, 256/5, 128/3
                BatchNorm = BatchNormConvention.PyTorch,       // the trainer's default
            },
            ValidationSet = validation,
            MaxEpochs = 3,
            BatchSize = 20,
            LearningRate = 0.01,
            EarlyStopping = new() { Patience = 2 },
        };
        FullyConvolutionalTrainer trainer = mlContext.MulticlassClassification.Trainers.FullyConvolutional(options);
        // </example>

        Assert.Contains("conv2", trainer.Fit(beats).Model.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void NetworkTransformer_OfAModelFile_ScoresRows()
    {
        using TemporaryFolder folder = new();
        string modelPath = folder.File("model.safetensors");
        ModelFile.Save(new(TinyData.Network(), new Dictionary<string, string>()), modelPath);
        IDataView beats = TinyData.View(mlContext);

        // <example>
        NetworkEstimator estimator = mlContext.Transforms.ApplyNetwork(modelPath, featureColumnName: "Features");
        NetworkTransformer network = estimator.Fit(beats);
        IDataView scored = network.Transform(beats);
        float[] probabilities = scored.GetColumn<float[]>("Score").First();
        Console.WriteLine($"{network.Model.Name} reads '{network.FeatureColumnName}' of type {network.FeatureColumnType} at {network.SamplingRateHz} Hz");
        // </example>

        Assert.Equal(1, probabilities.Sum(), 5);
    }

    [Fact]
    public void ApplyNetwork_OfAnOnnxFile_ScoresAndExplainsRows()
    {
        using TemporaryFolder folder = new();
        string onnxFile = folder.File("model.onnx");
        OnnxExport.Save(TinyData.Network(), onnxFile);
        IDataView beats = TinyData.View(mlContext);

        // <example>
        // A network trained elsewhere: scored in blocks, and explained like our own.
        IEstimator<ITransformer> pipeline = mlContext.Transforms.ApplyNetwork("Score", "Features", onnxFile)
            .Append(mlContext.Transforms.Explain.Saliency("Derivative"));
        IDataView explained = pipeline.Fit(beats).Transform(beats);
        float[] derivative = explained.GetColumn<float[]>("Derivative").First();   // [step, channel]
        // </example>

        Assert.Contains(derivative, value => value != 0);
    }

    [Fact]
    public void ApplyNetwork_OfANetwork_ScoresRows()
    {
        Network network = TinyData.Network();
        IDataView beats = TinyData.View(mlContext);

        // <example>
        IDataView scored = mlContext.Transforms.ApplyNetwork(network).Fit(beats).Transform(beats);
        IEnumerable<float[]> probabilities = scored.GetColumn<float[]>("Score");
        // </example>

        Assert.Equal(30, probabilities.Count());
    }
}
