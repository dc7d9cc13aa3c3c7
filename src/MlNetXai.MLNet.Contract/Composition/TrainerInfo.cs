namespace Microsoft.ML;

public sealed class TrainerInfo
{
    public bool NeedNormalization { get => throw new System.NotImplementedException(); }
    public bool WantCaching { get => throw new System.NotImplementedException(); }
}
