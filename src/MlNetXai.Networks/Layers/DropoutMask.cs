namespace MlNetXai.Networks.Layers;

/// <summary>What <see cref="Dropout"/> decides on at once; the numbers stand in model files.</summary>
public enum DropoutMask
{
    /// <summary>Every value on its own.</summary>
    Element = 0,

    /// <summary>A channel for all steps of a row: for the input of a recurrent layer (Gal and Ghahramani 2016, arXiv:1512.05287).</summary>
    FixedOverSteps = 1,
}
