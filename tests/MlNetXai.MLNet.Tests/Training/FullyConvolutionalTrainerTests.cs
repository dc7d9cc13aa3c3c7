using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;
using MlNetXai.Networks.Training;
using Xunit;

namespace MlNetXai.MLNet.Tests.Training;

public sealed class FullyConvolutionalTrainerTests
{
    private static readonly (int, int)[] Convolutions = [(4, 4), (6, 3)];

    private readonly MLContext _context = new(seed: 1);

    private static FullyConvolutionalTrainerOptions Small => new() { MaxEpochs = 3, BatchSize = 10, LearningRate = 0.02, Network = new() { Convolutions = Convolutions } };

    [Fact]
    public void Fit_WithAValidationSet_EqualsTheCoreToTheBit()
    {
        IDataView training = TinyData.Keyed(_context, 40), validation = TinyData.Keyed(_context, 15);
        TrainingResult expected = new Trainer(new() { Epochs = 3, BatchRows = 10, LearningRate = 0.02, WeightDecay = 0, EarlyStopping = new() { Patience = 4 }, Seed = 9 }).Fit(
            Presets.FullyConvolutional(TinyData.Shape, TinyData.Classes, new() { Convolutions = Convolutions, Seed = 9 }), TinyData.Labelled(40), TinyData.Labelled(15));

        NetworkTransformer network = _context.MulticlassClassification.Trainers.FullyConvolutional(Small with { ValidationSet = validation, Seed = 9 }).Fit(training);

        Assert.Equal(expected.Network.Weights, network.Model.Weights);
    }

    [Fact]
    public void Options_ByDefault_AreThoseOfStudiesBAndC()
    {
        FullyConvolutionalTrainerOptions options = new();

        Assert.Equal((20, 200, 0.001, 0.0, 4), (options.MaxEpochs, options.BatchSize, options.LearningRate, options.WeightDecay, options.EarlyStopping!.Patience));
        Assert.IsType<AdamOptions>(options.Optimiser);
        Assert.Equal([(128, 8), (256, 5), (128, 3)], options.Network.Convolutions);
        Assert.Equal(BatchNormConvention.PyTorch, options.Network.BatchNorm);
    }

    [Fact]
    public void Fit_WithoutImprovement_EndsEarlyAndSaysWhichEpochItKept()
    {
        List<string> lines = [];
        _context.Log += (_, message) =>
        {
            if (message.Source.Contains("MlNetXai.FullyConvolutional", StringComparison.Ordinal) && message.Kind == ChannelMessageKind.Info)
                lines.Add(message.RawMessage);
        };

        _context.MulticlassClassification.Trainers
            .FullyConvolutional(Small with { MaxEpochs = 30, EarlyStopping = new() { Patience = 2, MinDelta = 5 }, Environment = _context })
            .Fit(TinyData.Keyed(_context, 40));

        Assert.Equal(4, lines.Count);
        Assert.StartsWith("epoch 1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("kept epoch", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OutOfRange_NameTheSetting()
    {
        Assert.Contains("MaxEpochs", Assert.Throws<ArgumentOutOfRangeException>(() => new FullyConvolutionalTrainerOptions { MaxEpochs = 0 }).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new FullyConvolutionalTrainerOptions { Network = new() { Convolutions = [] } }).Message, StringComparison.Ordinal);
    }
}
