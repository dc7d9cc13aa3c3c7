namespace MlNetXai.Networks;

/// <summary>A training batch through a network some of whose layers need sums over all its rows: all blocks go up to such a layer, then all go on.</summary>
/// <remarks>The blocks' sums are added in their order, in double: the same bits on any number of threads. Memory: the arenas of all blocks at once.</remarks>
internal sealed class StagedBatch(NetworkRunner runner, IReadOnlyList<int> statistics, int stepCount, int rows, BlockRun[] runs)
{
    private readonly double[][] _sums = new double[statistics.Count][];

    /// <summary>Sums of the whole batch, one array per layer that needs them.</summary>
    public IReadOnlyList<double[]> Sums => _sums;

    /// <summary>All blocks forward; <paramref name="seed"/> then puts the loss's gradient into each block's output gradient.</summary>
    public void Forward(Action<int, int, BlockRun> seed)
    {
        for (int stage = 0; stage <= statistics.Count; stage++)
        {
            double[][] blocks = new double[runs.Length][];
            runner.ForBlocks(rows, (start, count, index) =>
            {
                BlockRun run = runs[index];
                if (stage > 0)
                    run.Normalise(statistics[stage - 1], rows, _sums[stage - 1]);
                run.Forward(First(stage), End(stage));
                if (stage < statistics.Count)
                    blocks[index] = run.Collect(statistics[stage]);
                else
                    seed(start, count, run);
            });
            if (stage < statistics.Count)
                _sums[stage] = Sum(blocks);
        }
    }

    /// <summary>All blocks back, each with its own weight gradient.</summary>
    public void Backward(Func<int, Memory<float>> gradients)
    {
        double[] sums = [];
        for (int stage = statistics.Count; stage >= 0; stage--)
        {
            double[][] blocks = new double[runs.Length][];
            runner.ForBlocks(rows, (_, _, index) =>
            {
                BlockRun run = runs[index];
                Span<float> gradient = gradients(index).Span;
                if (stage < statistics.Count)
                    run.BackwardNormalised(statistics[stage], rows, _sums[stage], sums, gradient);
                run.Backward(First(stage), End(stage), [], gradient);
                if (stage > 0)
                    blocks[index] = run.CollectBack(statistics[stage - 1], rows, _sums[stage - 1]);
            });
            if (stage > 0)
                sums = Sum(blocks);
        }
    }

    private static double[] Sum(double[][] blocks)
    {
        double[] sum = blocks[0];
        foreach (double[] block in blocks.AsSpan(1))
        {
            for (int i = 0; i < sum.Length; i++)
                sum[i] += block[i];
        }

        return sum;
    }

    private int First(int stage) => stage == 0 ? 0 : statistics[stage - 1] + 1;

    private int End(int stage) => stage == statistics.Count ? stepCount : statistics[stage];
}
