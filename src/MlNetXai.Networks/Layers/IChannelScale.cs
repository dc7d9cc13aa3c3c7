namespace MlNetXai.Networks.Layers;

/// <summary>A layer that, unless it trains, is y = x·scale + shift with a scale and a shift per channel: a convolution or dense layer before it can take both in.</summary>
internal interface IChannelScale
{
    /// <summary>Scale and shift of each channel.</summary>
    /// <param name="weights">All weights of the layer.</param>
    /// <param name="scale"><c>[channel]</c>, overwritten.</param>
    /// <param name="shift"><c>[channel]</c>, overwritten.</param>
    void ScaleAndShift(ReadOnlySpan<float> weights, Span<float> scale, Span<float> shift);
}
