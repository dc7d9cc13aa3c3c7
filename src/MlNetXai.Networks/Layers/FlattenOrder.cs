namespace MlNetXai.Networks.Layers;

/// <summary>Where <see cref="Flatten"/> puts a value; the numbers stand in model files.</summary>
public enum FlattenOrder
{
    /// <summary>Step after step: index = step · channels + channel, as Keras.</summary>
    TimeMajor = 0,

    /// <summary>Channel after channel: index = channel · steps + step, as PyTorch with its channels first.</summary>
    ChannelMajor = 1,
}
