using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks.Training;

/// <summary>Weights in training: one call takes a batch through forward pass, backward pass and optimiser. All memory is made once.</summary>
internal sealed class TrainingStep
{
    private readonly KernelPath _path;
    private readonly ulong _seed;
    private readonly ILoss _loss;
    private readonly double? _clipNorm;
    private readonly float[] _gradient;
    private readonly AlignedBuffer[] _blockGradients;
    private readonly List<(int Start, int Length)> _trained;

    public TrainingStep(KernelPath path, Network initial, TrainingOptions options, int largestBatch, ILoss loss)
    {
        (_path, _seed, _loss, _clipNorm) = (path, options.Seed, loss, options.ClipNorm);
        Runner = initial.On(path, options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        Weights = initial.Weights.ToArray();
        Optimiser = options.Optimiser.Create(options.WeightDecay, Weights.Length);
        _trained = Trained(initial);
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

    public IOptimiser Optimiser { get; }

    /// <summary>Weighted loss of each row of the last batch.</summary>
    public double[] Losses { get; }

    /// <summary>One step; where a loss is NaN or infinite, none: weights and optimiser stay as they are.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="rows">Each row's number in its data set.</param>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="learningRate">Learning rate, at least 0.</param>
    /// <returns>Sum of the rows' weights.</returns>
    /// <exception cref="MlNetXaiException">A gradient or weight is NaN or infinite; the layer is named.</exception>
    public double Run(Batch batch, ReadOnlyMemory<int> rows, int epoch, double learningRate)
    {
        Pass PassOf(int first, int count) => new(_path, Purpose.Train, count) { Seed = _seed, Epoch = epoch, RowKeys = rows.Slice(first, count) };
        double divisor = 0;
        foreach (int row in rows.Span)
            divisor += _loss.Weight(row);

        // Rows of classes without weight alone have a loss and a gradient of 0.
        IReadOnlyDictionary<int, double[]> sums = Runner.LossGradient(batch, rows, _loss, divisor > 0 ? divisor : 1, PassOf, Losses, _blockGradients);
        if (!Losses.AsSpan(0, batch.Rows).ContainsOnlyFinite())
            return divisor;

        // Block after block: the same sum for any number of threads.
        Span<float> sum = _blockGradients[0].Span;
        for (int block = 1; block < RowBlocks.Count(batch.Rows); block++)
            TensorPrimitives.Add(sum, _blockGradients[block].Span, sum);
        _gradient.AsSpan().Clear();
        Runner.Unpack(sum, _gradient);
        RequireFinite(_gradient, "gradient");
        if (_clipNorm is { } largest)
            GradientClipping.Clip(_gradient, _trained, largest);

        Optimiser.Begin(learningRate);
        foreach ((int start, int length) in _trained)
            Optimiser.Update(start, Weights.AsSpan(start, length), _gradient.AsSpan(start, length));
        foreach ((int place, double[] own) in sums)
        {
            NetworkLayer layer = Runner.Layers[place];
            ((IBatchStatistics)layer.Layer).UpdateRunning(layer.Input, batch.Rows, own, Weights.AsSpan(layer.WeightStart, layer.WeightLength));
        }

        RequireFinite(Weights, "weight");
        Runner.Prepare(Weights);
        return divisor;
    }

    // Start and length of the weights that the optimiser changes, neighbours in one.
    private static List<(int Start, int Length)> Trained(Network network)
    {
        List<(int Start, int Length)> trained = [];
        foreach (NetworkLayer layer in network.Layers)
        {
            int start = layer.WeightStart;
            foreach (WeightShape weight in layer.Layer.Weights)
            {
                if (weight.IsTrained && trained.Count > 0 && trained[^1].Start + trained[^1].Length == start)
                    trained[^1] = (trained[^1].Start, trained[^1].Length + weight.Length);
                else if (weight.IsTrained)
                    trained.Add((start, weight.Length));
                start += weight.Length;
            }
        }

        return trained;
    }

    private void RequireFinite(ReadOnlySpan<float> values, string what)
    {
        if (values.IndexOfAnyNonFinite() is not (int bad and >= 0))
            return;
        NetworkLayer layer = Runner.Layers.First(layer => bad < layer.WeightStart + layer.WeightLength);
        int start = layer.WeightStart;
        foreach (WeightShape weight in layer.Layer.Weights)
        {
            if (bad < start + weight.Length)
                throw new MlNetXaiException($"layer '{layer.Name}', {weight.Name}: a {what} is {values[bad]}. Lower the learning rate, or clip the gradient's norm.");
            start += weight.Length;
        }
    }
}
