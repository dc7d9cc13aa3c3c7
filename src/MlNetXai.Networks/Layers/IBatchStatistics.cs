namespace MlNetXai.Networks.Layers;

/// <summary>A layer whose training pass needs sums over the whole batch (batch normalisation).</summary>
/// <remarks>
/// While training, the runner calls these in place of <see cref="Layer.Forward"/> and <see cref="Layer.Backward"/>: first <see cref="Collect"/> for every block, then, with
/// the blocks' sums added in their order, <see cref="Normalise"/>; going back <see cref="CollectBack"/> and <see cref="BackwardNormalised"/> likewise; after the optimiser's
/// step <see cref="UpdateRunning"/>. For every other purpose the layer's own passes run, with what its untrained weights hold.
/// <c>pass.Rows</c> are the block's rows, <c>batchRows</c> those of the whole batch.
/// </remarks>
internal interface IBatchStatistics
{
    /// <summary>Number of sums on the way forward, e.g. Σx and Σx² of every channel.</summary>
    int SumLength(RowShape input);

    /// <summary>Number of sums on the way back, e.g. Σdy and Σdy·x̂ of every channel.</summary>
    int BackwardSumLength(RowShape input);

    /// <summary>Sums of a block; <paramref name="sums"/> is zero before.</summary>
    void Collect(Pass pass, RowShape input, ReadOnlySpan<float> x, Span<double> sums);

    /// <summary>y = layer(x) for a block, from the sums of the whole batch.</summary>
    void Normalise(Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, Span<float> y, Span<float> state);

    /// <summary>Sums of a block that the way back needs; <paramref name="backwardSums"/> is zero before.</summary>
    void CollectBack(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> state,
        Span<double> backwardSums);

    /// <summary>As <see cref="Layer.Backward"/>, from both sums of the whole batch. A weight's gradient is the block's own part.</summary>
    void BackwardNormalised(
        Pass pass, object? prepared, RowShape input, int batchRows, ReadOnlySpan<double> sums, ReadOnlySpan<double> backwardSums, ReadOnlySpan<float> x,
        ReadOnlySpan<float> dy, Span<float> dx, Span<float> gradient, Span<float> state);

    /// <summary>Brings the batch's sums into the layer's untrained weights (<see cref="WeightShape.IsTrained"/>).</summary>
    /// <param name="input">Shape of the layer's input.</param>
    /// <param name="batchRows">Rows of the batch.</param>
    /// <param name="sums">Sums of the whole batch on the way forward.</param>
    /// <param name="weights">All weights of the layer, in the order of <see cref="Layer.Weights"/>.</param>
    void UpdateRunning(RowShape input, int batchRows, ReadOnlySpan<double> sums, Span<float> weights);
}
