using System.Collections.Concurrent;
using System.Collections.Frozen;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;
using MlNetXai.Networks.Training;

namespace MlNetXai.Networks;

/// <summary>Runs a network: packed weights, blocks of rows over threads, memory that is used again.</summary>
/// <remarks>Memory: one arena per thread, as large as the activations and states of a block: at most 64 rows, of large rows 16 MiB or one row. While a network with batch norm trains, all rows of the batch.</remarks>
internal sealed partial class NetworkRunner
{
    // Packing fewer is not worth waking a thread.
    private const int ManyWeights = 1 << 18;

    private readonly Network _network;
    private readonly KernelPath _path;
    private readonly ParallelOptions _parallel;
    private readonly object?[] _prepared;
    private readonly int[][] _tails;
    private readonly object?[] _preparedTails;
    private readonly int[] _gradientStarts;
    private readonly int[] _gradientLengths;
    private readonly ConcurrentBag<Arena> _arenas = [];
    private readonly ConcurrentBag<Scratch> _scratches = [];
    private readonly ConcurrentDictionary<(int Rows, Purpose Purpose, int Probe), Plan> _plans = [];
    private readonly int _outputLength;
    private readonly bool _isRecurrent;

    public NetworkRunner(Network network, KernelPath path, int threads)
    {
        (_network, _path) = (network, path);
        _parallel = new() { MaxDegreeOfParallelism = threads };
        _outputLength = network.Layers.Count == 0 ? network.InputShape.Length : network.Layers[^1].Output.Length;
        _prepared = new object?[network.Layers.Count];
        _tails = LayerTails.Find(network.Layers);
        _preparedTails = new object?[network.Layers.Count];
        _gradientLengths = [.. network.Layers.Select(layer => layer.Layer.GradientLength(path))];
        _gradientStarts = new int[network.Layers.Count + 1];
        for (int i = 0; i < network.Layers.Count; i++)
            _gradientStarts[i + 1] = checked(_gradientStarts[i] + AlignedBuffer.RoundUp(_gradientLengths[i]));
        _isRecurrent = network.Layers.Any(layer => layer.Layer is ICausalRecurrence);
        HasMasking = network.Layers.Any(layer => layer.Layer is Masking);
        Prepare(network.Weights.ToArray());
    }

    /// <summary>Layers of the network.</summary>
    public IReadOnlyList<NetworkLayer> Layers => _network.Layers;

    /// <summary>Whether a layer finds steps to leave out.</summary>
    public bool HasMasking { get; }

    /// <summary>Floats of one block's weight gradient.</summary>
    public int GradientLength => _gradientStarts[^1];

    /// <summary>Takes other weights for the same layers; not while a pass runs.</summary>
    public void Prepare(ReadOnlyMemory<float> weights)
    {
        void Prepare(int place)
        {
            NetworkLayer layer = Layers[place];
            ReadOnlySpan<float> all = weights.Span, own = all.Slice(layer.WeightStart, layer.WeightLength);
            _prepared[place] = layer.Layer.Prepare(_path, own, _prepared[place]);
            if (_tails[place].Length > 0)
                _preparedTails[place] = ((ITakesTail)layer.Layer).PrepareTail(_path, own, LayerTails.Join(Layers, _tails[place], layer.Output.Channels, all), _preparedTails[place]);
        }

        if (weights.Length >= ManyWeights)
        {
            Parallel.For(0, Layers.Count, _parallel, Prepare);
            return;
        }

        for (int place = 0; place < Layers.Count; place++)
            Prepare(place);
    }

    /// <summary>Weights as layer <paramref name="layer"/> wants them.</summary>
    public object? Prepared(int layer) => _prepared[layer];

    /// <summary>What layer <paramref name="layer"/> does for those behind it.</summary>
    public object? PreparedTail(int layer) => _preparedTails[layer];

    /// <summary>The part of a block's weight gradient that is a layer's; empty of an empty one.</summary>
    public Span<float> GradientOf(int layer, Span<float> gradient) =>
        gradient.IsEmpty ? [] : gradient.Slice(_gradientStarts[layer], _gradientLengths[layer]);

    /// <summary>A pass without keys.</summary>
    public Pass PassOf(Purpose purpose, int rows) => new(_path, purpose, rows);

    /// <summary>The plan for a block; made once for the network's own shape of rows.</summary>
    public Plan PlanOf(Pass pass, RowShape shape) => shape == _network.InputShape
        ? _plans.GetOrAdd((pass.Rows, pass.Purpose, pass.Probe), _ => new(_network.Layers, shape, pass, _tails))
        : new(_network.Layers, shape, pass, _tails);

    /// <summary>An arena that no block works in.</summary>
    public Arena TakeArena() => _arenas.TryTake(out Arena? free) ? free : new();

    /// <summary>Gives an arena back.</summary>
    public void Return(Arena arena) => _arenas.Add(arena);

    /// <summary>Memory for layers in work that no thread has.</summary>
    public Scratch TakeScratch() => _scratches.TryTake(out Scratch? free) ? free : new();

    /// <summary>Gives scratch memory back.</summary>
    public void Return(Scratch scratch) => _scratches.Add(scratch);

    /// <summary>Outputs of all rows, <c>[row, output]</c>.</summary>
    public void Logits(Batch batch, Span<float> logits)
    {
        RequireFits(batch, Purpose.Score);
        Require.Length(logits, (long)batch.Rows * _outputLength);
        float[] output = new float[logits.Length];
        ForBlocks(batch.Rows, BlockCount(Purpose.Score, batch.Rows), (start, count, _) =>
        {
            using BlockRun run = new(this, PassOf(Purpose.Score, count), batch.Slice(start, count));
            run.Forward();
            run.Output.CopyTo(output.AsSpan(start * _outputLength));
        });
        RequireFinite(output, _outputLength, "logit");
        output.CopyTo(logits);
    }

    public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
    {
        RequireFits(batch, Purpose.InputGradient);
        Require.Length(targets, batch.Rows);
        Require.Length(scores, batch.Rows);
        Require.Length(gradient, (long)batch.Rows * batch.Shape.Length);
        int[] classes = RequireClasses(targets);
        float[] allScores = new float[scores.Length], allGradients = new float[gradient.Length];
        ForBlocks(batch.Rows, BlockCount(Purpose.InputGradient, batch.Rows), (start, count, _) =>
        {
            using BlockRun run = new(this, PassOf(Purpose.InputGradient, count), batch.Slice(start, count));
            run.Forward();
            Seed(run, classes.AsSpan(start, count), score, allScores.AsSpan(start, count));
            run.Backward(allGradients.AsSpan(start * batch.Shape.Length, count * batch.Shape.Length), []);
        });
        RequireFinite(allScores, 1, "score");
        RequireFinite(allGradients, batch.Shape.Length, "gradient");
        allScores.CopyTo(scores);
        allGradients.CopyTo(gradient);
    }

    private int[] RequireClasses(ReadOnlySpan<int> targets)
    {
        int[] classes = targets.ToArray();
        for (int row = 0; row < classes.Length; row++)
        {
            if ((uint)classes[row] >= (uint)_outputLength)
                throw new ArgumentOutOfRangeException(nameof(targets), classes[row], $"Target of row {row} is class {classes[row]}; '{_network.Name}' has classes 0 … {_outputLength - 1}.");
        }

        return classes;
    }

    // Scores of the targets, and where the way back begins.
    private void Seed(BlockRun run, ReadOnlySpan<int> classes, ScoreKind score, Span<float> scores)
    {
        for (int row = 0; row < classes.Length; row++)
        {
            int at = row * _outputLength;
            scores[row] = _network.Output.Score(run.Output.Slice(at, _outputLength), classes[row], score, run.OutputGradient.Slice(at, _outputLength));
        }
    }

    public IPrefixStates RunPrefixes(Batch batch)
    {
        RequireFits(batch, Purpose.Trace);
        int blocks = RowBlocks.Count(batch.Rows);
        BlockRun[] traces = new BlockRun[blocks];
        ForBlocks(batch.Rows, (start, count, index) =>
        {
            traces[index] = new BlockRun(this, PassOf(Purpose.Trace, count), batch.Slice(start, count));
            traces[index].Forward();
        });
        return new PrefixStates(this, _network, batch, traces);
    }

    /// <summary>Loss of a training batch and its gradient, one result per block.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="rows">Each row's number in the loss's data set.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="divisor">What the sum of losses is divided by.</param>
    /// <param name="passOf">Makes the pass of a block of rows start … start + count − 1.</param>
    /// <param name="losses">Weighted loss of each row, <c>[row]</c>, overwritten.</param>
    /// <param name="gradients">Gradient of each block in the layers' own layouts, overwritten.</param>
    /// <returns>Sums of the whole batch by the place of the layer that needs them; none for most networks.</returns>
    public IReadOnlyDictionary<int, double[]> LossGradient(
        Batch batch, ReadOnlyMemory<int> rows, ILoss loss, double divisor, Func<int, int, Pass> passOf, double[] losses, AlignedBuffer[] gradients)
    {
        void Seed(int start, int count, BlockRun run)
        {
            ReadOnlySpan<int> numbers = rows.Span;
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> logits = run.Output.Slice(row * _outputLength, _outputLength);
                losses[start + row] = loss.Of(numbers[start + row], logits);
                loss.Gradient(numbers[start + row], logits, divisor, run.OutputGradient.Slice(row * _outputLength, _outputLength));
            }
        }

        NetworkGraph.RequireMaskable(_network.Name, Layers, batch, Purpose.Train);
        if (Layers.Any(layer => layer.Layer is IBatchStatistics))
            return StagedLossGradient(batch, passOf, Seed, gradients);
        ForBlocks(batch.Rows, (start, count, index) =>
        {
            using BlockRun run = new(this, passOf(start, count), batch.Slice(start, count));
            run.Forward();
            Seed(start, count, run);
            gradients[index].Span.Clear();
            run.Backward([], gradients[index].Span);
        });
        return FrozenDictionary<int, double[]>.Empty;
    }

    /// <summary>Adds a gradient in the layers' own layouts to one in the order of the weights.</summary>
    public void Unpack(ReadOnlySpan<float> gradient, Span<float> weights)
    {
        for (int i = 0; i < Layers.Count; i++)
            Layers[i].Layer.Unpack(_path, gradient.Slice(_gradientStarts[i], _gradientLengths[i]), weights.Slice(Layers[i].WeightStart, Layers[i].WeightLength));
    }

    /// <summary>Calls <paramref name="body"/> with first row, number of rows and number of every block, over threads.</summary>
    public void ForBlocks(int rows, Action<int, int, int> body) => ForBlocks(rows, RowBlocks.Count(rows), body);

    private void ForBlocks(int rows, int blocks, Action<int, int, int> body)
    {
        if (rows == 0)
            return;
        if (blocks == 1)
        {
            body(0, rows, 0);
            return;
        }

        Parallel.For(0, blocks, _parallel, index =>
        {
            (int start, int count) = RowBlocks.Block(rows, blocks, index);
            body(start, count, index);
        });
    }

    /// <exception cref="MlNetXaiException">A value is NaN or infinite; its row is named.</exception>
    public void RequireFinite(ReadOnlySpan<float> values, int perRow, string what)
    {
        if (values.IndexOfAnyNonFinite() is int bad and >= 0)
            throw new MlNetXaiException($"'{_network.Name}', row {bad / perRow}: the {what} is {values[bad]}. Look at the size of the input's values and of the weights.", position: $"row {bad / perRow}");
    }

    private Dictionary<int, double[]> StagedLossGradient(Batch batch, Func<int, int, Pass> passOf, Action<int, int, BlockRun> seed, AlignedBuffer[] gradients)
    {
        BlockRun[] runs = new BlockRun[RowBlocks.Count(batch.Rows)];
        ForBlocks(batch.Rows, (start, count, index) =>
        {
            runs[index] = new(this, passOf(start, count), batch.Slice(start, count));
            gradients[index].Span.Clear();
        });
        Plan plan = runs[0].Plan;
        StagedBatch staged = new(this, plan.Statistics, plan.Steps.Count, batch.Rows, runs);
        staged.Forward(seed);
        staged.Backward(index => gradients[index].Memory);
        foreach (BlockRun run in runs)
            run.Dispose();
        return plan.Statistics.Select((step, i) => (plan.Steps[step].Layer, staged.Sums[i])).ToDictionary();
    }

    // Recurrent layers want as many rows at once as fill a tile.
    private int BlockCount(Purpose purpose, int rows) => _isRecurrent ? RowBlocks.Count(rows) : RowBlocks.Count(rows, PlanOf(PassOf(purpose, 1), _network.InputShape).Length);

    private void RequireFits(Batch batch, Purpose purpose)
    {
        if (batch.Shape != _network.InputShape)
            throw new ShapeException($"The batch has rows of {batch.Shape}; '{_network.Name}' reads {_network.InputShape}.");
        if (((ReadOnlySpan<float>)batch.Values).IndexOfAnyNonFinite() >= 0)
            batch.RequireFinite($"Input of '{_network.Name}'");
        NetworkGraph.RequireMaskable(_network.Name, Layers, batch, purpose);
    }
}
