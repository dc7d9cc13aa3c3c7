using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetXai.MLNet.Training;
using Xunit;

namespace MlNetXai.MLNet.Tests.Training;

/// <summary>What every trainer of a network does, whichever network it trains.</summary>
public sealed class NetworkTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<NetworkTrainerOptions> Trainers =>
    [
        new LstmTrainerOptions { MaxEpochs = 3, BatchSize = 10, LearningRate = 0.02, Network = new() { Hidden = 5 } },
        new FullyConvolutionalTrainerOptions { MaxEpochs = 3, BatchSize = 10, LearningRate = 0.02, Network = new() { Convolutions = [(4, 4), (6, 3)] } },
    ];

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_WithAnEnvironment_LogsEveryEpochAndWhichOneItKept(NetworkTrainerOptions options)
    {
        List<string> lines = [];
        _context.Log += (_, message) =>
        {
            if (message.Source.Contains(options is LstmTrainerOptions ? "MlNetXai.Lstm" : "MlNetXai.FullyConvolutional", StringComparison.Ordinal) && message.Kind == ChannelMessageKind.Info)
                lines.Add(message.RawMessage);
        };

        Trainer(options with { Environment = _context }).Fit(TinyData.Keyed(_context, 40));

        Assert.Equal(4, lines.Count);
        Assert.StartsWith("epoch 1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("kept epoch", lines[3], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_OfOnePatient_AsksForAValidationSet(NetworkTrainerOptions options)
    {
        IDataView one = _context.Data.FilterByCustomPredicate<TinyData.Row>(TinyData.View(_context, 40), row => row.Patient != "p0");
        IDataView keyed = TinyData.Keys(_context).Fit(one).Transform(one);

        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Trainer(options).Fit(keyed));

        Assert.Contains("at least 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("ValidationSet", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_WithATextLabel_SaysWhatToDo(NetworkTrainerOptions options)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(options).Fit(TinyData.View(_context)));

        Assert.Contains("Schema mismatch for label column 'Label': expected Key, got String", error.Message, StringComparison.Ordinal);
        Assert.Contains("MapValueToKey", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_WithAMissingLabel_NamesTheRow(NetworkTrainerOptions options)
    {
        TinyData.Row[] rows = TinyData.Rows(10);
        rows[4].Label = "unknown";
        IDataView view = _context.Data.LoadFromEnumerable(rows);
        IDataView keyed = TinyData.Keys(_context).Fit(view).Transform(view);

        ColumnValueException error = Assert.IsType<ColumnValueException>(Assert.ThrowsAny<Exception>(() => Trainer(options).Fit(keyed)).GetBaseException());

        Assert.Equal(("Label", 4), (error.Column, error.Row));
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_WithNoRows_SaysSo(NetworkTrainerOptions options)
    {
        MlNetXaiException error = Assert.Throws<MlNetXaiException>(() => Trainer(options with { ValidationSet = TinyData.Keyed(_context, 5) }).Fit(TinyData.Keyed(_context, 0)));

        Assert.Contains("training data has no rows", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_WithAValidationSetOfOtherClasses_NamesBoth(NetworkTrainerOptions options)
    {
        IDataView other = _context.Transforms.Conversion.MapValueToKey("Label").Fit(TinyData.View(_context, 3)).Transform(TinyData.View(_context, 3));

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Trainer(options with { ValidationSet = other }).Fit(TinyData.Keyed(_context)));

        Assert.Contains("one fitted MapValueToKey", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Trainers))]
    public void Fit_Cancelled_Stops(NetworkTrainerOptions options)
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => Trainer(options with { Cancellation = stop.Token }).Fit(TinyData.Keyed(_context, 40)));
    }

    private NetworkTrainer Trainer(NetworkTrainerOptions options) => options switch
    {
        LstmTrainerOptions lstm => _context.MulticlassClassification.Trainers.Lstm(lstm),
        FullyConvolutionalTrainerOptions convolutional => _context.MulticlassClassification.Trainers.FullyConvolutional(convolutional),
        _ => throw new ArgumentException($"{options.GetType().Name} has no trainer.", nameof(options)),
    };
}
