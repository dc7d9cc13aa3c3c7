namespace Microsoft.ML;

/// <summary>What a trainer wants of its data.</summary>
public sealed class TrainerInfo
{
    internal TrainerInfo(bool needNormalization, bool wantCaching) => (NeedNormalization, WantCaching) = (needNormalization, wantCaching);

    /// <summary>Whether the model is better when features have similar ranges.</summary>
    public bool NeedNormalization { get; }

    /// <summary>Whether training reads the data several times.</summary>
    public bool WantCaching { get; }
}
