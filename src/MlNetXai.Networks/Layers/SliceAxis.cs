namespace MlNetXai.Networks.Layers;

/// <summary>What <see cref="Slice"/> cuts from; the numbers stand in model files.</summary>
public enum SliceAxis
{
    /// <summary>Steps of every row.</summary>
    Steps = 0,

    /// <summary>Channels of every step.</summary>
    Channels = 1,
}
