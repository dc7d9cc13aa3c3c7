namespace MlNetXai.Networks.Layers;

/// <summary>In which order a recurrent layer reads the steps; the numbers stand in model files.</summary>
public enum RecurrentDirection
{
    /// <summary>From the first to the last.</summary>
    Forward = 0,

    /// <summary>From the last to the first; the output at a step has read that step and all later ones.</summary>
    Backward = 1,

    /// <summary>Both, each with its own weights; the output has the forward direction's channels, then the backward direction's.</summary>
    Both = 2,
}
