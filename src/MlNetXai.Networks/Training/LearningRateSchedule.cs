using System.Text.Json.Serialization;

namespace MlNetXai.Networks.Training;

/// <summary>The learning rate of every epoch. It is a function of the epochs before alone, so that a resumed training has the same.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(PlateauSchedule), "plateau")]
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>Whether it depends on how many epochs there are to be.</summary>
    internal virtual bool DependsOnEpochs => false;

    /// <summary>Learning rate of the epoch that follows a history.</summary>
    /// <param name="initial">Learning rate of the first epoch, above 0.</param>
    /// <param name="epochs">Epochs there are to be.</param>
    /// <param name="history">Epochs done.</param>
    internal abstract double Next(double initial, int epochs, IReadOnlyList<EpochRecord> history);
}
