using MlNetXai.Runs.Training;
using MlNetXai.Tests;

namespace MlNetXai.Runs.Tests;

/// <summary>A trained run of <see cref="SmokeData"/> with a small convolutional network, trained long enough to tell classes apart, not yet explained.</summary>
public sealed class ConvolutionalRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ConvolutionalRun() => Folder = EcgTraining.Run(_folder.File("run"), Data.Convolutional with { Epochs = 15, EarlyStopping = null }).Folder;

    public SmokeData Data { get; } = new();

    internal RunFolder Folder { get; }

    public void Dispose()
    {
        _folder.Dispose();
        Data.Dispose();
    }
}
