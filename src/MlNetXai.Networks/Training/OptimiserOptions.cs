using System.Text.Json.Serialization;

namespace MlNetXai.Networks.Training;

/// <summary>Which optimiser, and its own settings; learning rate and weight decay are those of <see cref="TrainingOptions"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AdamOptions), "adam")]
[JsonDerivedType(typeof(AdamWOptions), "adamw")]
[JsonDerivedType(typeof(SgdOptions), "sgd")]
public abstract record OptimiserOptions
{
    private protected OptimiserOptions()
    {
    }

    /// <summary>An optimiser at its first step.</summary>
    /// <param name="weightDecay">Weight decay; each kind says how it acts.</param>
    /// <param name="length">Number of weights.</param>
    internal abstract IOptimiser Create(double weightDecay, int length);
}

/// <summary>Changes weights by their gradient. What it needs to go on lies in <see cref="Moments"/> and <see cref="Numbers"/> alone.</summary>
internal interface IOptimiser
{
    /// <summary>Arrays <c>[weight]</c> kept from step to step, by their name in checkpoints.</summary>
    IReadOnlyDictionary<string, float[]> Moments { get; }

    /// <summary>Numbers kept from step to step.</summary>
    IReadOnlyList<double> Numbers { get; set; }

    /// <summary>Begins a step.</summary>
    /// <param name="learningRate">Its learning rate, at least 0.</param>
    void Begin(double learningRate);

    /// <summary>The step's change of some weights; each weight takes part at most once in a step.</summary>
    /// <param name="start">Place of the first of them.</param>
    /// <param name="weights">The weights, changed.</param>
    /// <param name="gradient">Their gradient; used up.</param>
    void Update(int start, Span<float> weights, Span<float> gradient);
}
