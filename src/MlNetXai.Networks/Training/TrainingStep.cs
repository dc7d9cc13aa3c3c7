using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Training;

/// <summary>Weights in training: one call takes a batch through forward pass, backward pass and optimiser. All memory is made once.</summary>
internal sealed class TrainingStep
{
    private readonly KernelPath _path;
    private readonly ulong _seed;
    private readonly float[] _gradient;
    private readonly AlignedBuffer[] _blockGradients;
    private readonly double[] _classWeights;
    private readonly List<(int Start, int Length)> _untrained;
    private readonly float[] _before;

    public TrainingStep(KernelPath path, Network initial, TrainingOptions options, int largestBatch, double[] classWeights)
    {
        (_path, _seed, _classWeights) = (path, options.Seed, classWeights);
        Runner = initial.On(path, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        Weights = initial.Weights.ToArray();
        Optimiser = new(options.LearningRate, options.WeightDecay, Weights.Length);
        _untrained = Untrained(initial);
        _before = new float[_untrained.Count == 0 ? 0 : Weights.Length];
        Losses = new double[largestBatch];
        _gradient = new float[Weights.Length];
        _blockGradients = new AlignedBuffer[RowBlocks.Count(largestBatch)];
        for (int i = 0; i < _blockGradients.Length; i++)
            _blockGradients[i] = new(Runner.GradientLength);
    }

    /// <summary>Scores with the weights as they are.</summary>
    public NetworkRunner Runner { get; }

    /// <summary>The weights; after changing them from outside, call <see cref="NetworkRunner.Prepare"/>.</summary>
    public float[] Weights { get; }

    public Adam Optimiser { get; }

    /// <summary>Weighted loss of each row of the last batch.</summary>
    public double[] Losses { get; }

    /// <summary>One step.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="weightSum">Sum of the rows' class weights.</param>
    /// <param name="rowKeys">Each row's number in its data set.</param>
    /// <param name="epoch">Epoch, from 1.</param>
    public void Run(Batch batch, int[] labels, double weightSum, ReadOnlyMemory<int> rowKeys, int epoch)
    {
        Pass PassOf(int first, int count) => new(_path, Purpose.Train, count) { Seed = _seed, Epoch = epoch, RowKeys = rowKeys.Slice(first, count) };
        IReadOnlyDictionary<int, double[]> sums = Runner.LossGradient(batch, labels, _classWeights, weightSum, PassOf, Losses, _blockGradients);

        // Block after block: the same sum for any number of threads.
        Span<float> sum = _blockGradients[0].Span;
        for (int block = 1; block < RowBlocks.Count(batch.Rows); block++)
            TensorPrimitives.Add(sum, _blockGradients[block].Span, sum);
        _gradient.AsSpan().Clear();
        Runner.Unpack(sum, _gradient);

        foreach ((int start, int length) in _untrained)
            Weights.AsSpan(start, length).CopyTo(_before.AsSpan(start));
        Optimiser.Step(Weights, _gradient);
        foreach ((int start, int length) in _untrained)
            _before.AsSpan(start, length).CopyTo(Weights.AsSpan(start));
        foreach ((int place, double[] own) in sums)
        {
            NetworkLayer layer = Runner.Layers[place];
            ((IBatchStatistics)layer.Layer).UpdateRunning(layer.Input, batch.Rows, own, Weights.AsSpan(layer.WeightStart, layer.WeightLength));
        }

        Runner.Prepare(Weights);
    }

    // Start and length of the weights that the optimiser leaves alone.
    private static List<(int Start, int Length)> Untrained(Network network)
    {
        List<(int, int)> untrained = [];
        foreach (NetworkLayer layer in network.Layers)
        {
            int start = layer.WeightStart;
            foreach (WeightShape weight in layer.Layer.Weights)
            {
                if (!weight.IsTrained)
                    untrained.Add((start, weight.Length));
                start += weight.Length;
            }
        }

        return untrained;
    }
}
