namespace MlNetXai.Networks.Layers;

/// <summary>What a layer's way back reads of its way forward, beside its state.</summary>
internal enum Kept
{
    /// <summary>x.</summary>
    Input,

    /// <summary>y, which <see cref="Layer.Backward"/> then gets in place of x.</summary>
    Output,

    /// <summary>Neither: what <see cref="Layer.Backward"/> gets as x is not defined.</summary>
    Nothing,
}
