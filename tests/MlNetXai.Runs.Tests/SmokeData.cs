using MlNetXai.Runs.Training;
using MlNetXai.Signals.Synthesis;
using MlNetXai.Tests;

namespace MlNetXai.Runs.Tests;

/// <summary>Twelve synthetic patients of 20 s, written once; tests read them and write elsewhere.</summary>
public sealed class SmokeData : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmokeData() => SyntheticEcg.Write(_folder.Path, SyntheticEcgOptions.Smoke);

    public string Path => _folder.Path;

    /// <summary>Settings that train in a fraction of a second.</summary>
    internal EcgTrainingOptions Training => new()
    {
        Data = Path,
        TrainPatients = 6,
        ValidationPatients = 3,
        TestPatients = 3,
        Hidden = 8,
        Epochs = 3,
        BatchRows = 20,
        LearningRate = 0.01,
    };

    /// <summary>The same with a small convolutional network.</summary>
    internal EcgTrainingOptions Convolutional => EcgTrainingOptions.FullyConvolutional with
    {
        Data = Path,
        TrainPatients = 6,
        ValidationPatients = 3,
        TestPatients = 3,
        Filters = [8, 8],
        Kernels = [8, 3],
        Epochs = 3,
        BatchRows = 20,
        LearningRate = 0.01,
    };

    public void Dispose() => _folder.Dispose();
}
