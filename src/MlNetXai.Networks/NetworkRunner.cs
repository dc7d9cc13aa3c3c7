using System.Collections.Concurrent;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>Runs a network: packed weights, blocks of rows over threads, memory that is used again.</summary>
/// <remarks>Memory: one arena per thread, as large as the activations and states of a block of at most 64 rows.</remarks>
internal sealed class NetworkRunner
{
    private readonly Network _network;
    private readonly KernelPath _path;
    private readonly ParallelOptions _parallel;
    private readonly object?[] _prepared;
    private readonly ConcurrentBag<Arena> _arenas = [];
    private readonly int _outputLength;

    public NetworkRunner(Network network, KernelPath path, int threads)
    {
        (_network, _path) = (network, path);
        _parallel = new() { MaxDegreeOfParallelism = threads };
        _outputLength = network.Layers.Count == 0 ? network.InputShape.Length : network.Layers[^1].Output.Length;
        _prepared = new object?[network.Layers.Count];
        Prepare(network.Weights);
    }

    /// <summary>Takes other weights for the same layers; not while a pass runs.</summary>
    public void Prepare(ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < _prepared.Length; i++)
        {
            NetworkLayer layer = _network.Layers[i];
            _prepared[i] = layer.Layer.Prepare(_path, weights.Slice(layer.WeightStart, layer.WeightLength), _prepared[i]);
        }
    }

    /// <summary>Floats of one block's weight gradient.</summary>
    public int GradientLength => _network.Layers.Sum(layer => layer.Layer.GradientLength(_path));

    /// <summary>Outputs of all rows, <c>[row, output]</c>.</summary>
    public void Logits(Batch batch, Span<float> logits)
    {
        RequireFits(batch);
        Require.Length(logits, (long)batch.Rows * _outputLength);
        float[] output = new float[logits.Length];
        ForBlocks(batch.Rows, (start, count, _) =>
        {
            using BlockRun run = new(this, new Pass(_path, Purpose.Score, count), batch.Slice(start, count));
            run.Forward();
            run.Output.CopyTo(output.AsSpan(start * _outputLength));
        });
        RequireFinite(output, _outputLength, "logit");
        output.CopyTo(logits);
    }

    public void InputGradient(Batch batch, ReadOnlySpan<int> targets, ScoreKind score, Span<float> scores, Span<float> gradient)
    {
        RequireFits(batch);
        Require.Length(targets, batch.Rows);
        Require.Length(scores, batch.Rows);
        Require.Length(gradient, (long)batch.Rows * batch.Shape.Length);
        int[] classes = targets.ToArray();
        for (int row = 0; row < classes.Length; row++)
        {
            if ((uint)classes[row] >= (uint)_outputLength)
                throw new ArgumentOutOfRangeException(nameof(targets), classes[row], $"Target of row {row} is class {classes[row]}; '{_network.Name}' has classes 0 … {_outputLength - 1}.");
        }

        float[] allScores = new float[scores.Length], allGradients = new float[gradient.Length];
        ForBlocks(batch.Rows, (start, count, _) =>
        {
            using BlockRun run = new(this, new Pass(_path, Purpose.InputGradient, count), batch.Slice(start, count));
            run.Forward();
            Span<float> seed = run.OutputGradient;
            seed.Clear();
            for (int row = 0; row < count; row++)
            {
                int at = row * _outputLength;
                allScores[start + row] = ScoreOf(run.Output.Slice(at, _outputLength), classes[start + row], score, seed.Slice(at, _outputLength));
            }

            run.Backward(allGradients.AsSpan(start * batch.Shape.Length, count * batch.Shape.Length), []);
        });
        RequireFinite(allScores, 1, "score");
        RequireFinite(allGradients, batch.Shape.Length, "gradient");
        allScores.CopyTo(scores);
        allGradients.CopyTo(gradient);
    }

    public IPrefixStates RunPrefixes(Batch batch)
    {
        RequireFits(batch);
        int blocks = RowBlocks.Count(batch.Rows);
        BlockRun[] traces = new BlockRun[blocks];
        ForBlocks(batch.Rows, (start, count, index) =>
        {
            traces[index] = new BlockRun(this, new Pass(_path, Purpose.Trace, count), batch.Slice(start, count));
            traces[index].Forward();
        });
        return new PrefixStates(this, batch.Rows, traces);
    }

    /// <summary>Loss of a training batch and its gradient, one result per block.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classWeights">Weight of each class in the loss.</param>
    /// <param name="weightSum">What the weighted sum of losses is divided by.</param>
    /// <param name="passOf">Makes the pass of a block of rows start … start + count − 1.</param>
    /// <param name="losses">Weighted loss of each row, <c>[row]</c>, overwritten.</param>
    /// <param name="gradients">Gradient of each block in the layers' own layouts, overwritten.</param>
    public void LossGradient(
        Batch batch, int[] labels, double[] classWeights, double weightSum, Func<int, int, Pass> passOf, double[] losses, AlignedBuffer[] gradients)
    {
        ForBlocks(batch.Rows, (start, count, index) =>
        {
            using BlockRun run = new(this, passOf(start, count), batch.Slice(start, count));
            run.Forward();
            Span<double> p = stackalloc double[_outputLength];
            for (int row = 0; row < count; row++)
            {
                Span<float> logits = run.Output.Slice(row * _outputLength, _outputLength), seed = run.OutputGradient.Slice(row * _outputLength, _outputLength);
                int label = labels[start + row];
                double weight = classWeights[label];
                losses[start + row] = -weight * Softmax.LogProbability(logits, label);
                Softmax.Probabilities(logits, p);
                for (int j = 0; j < p.Length; j++)
                    seed[j] = (float)((p[j] - (j == label ? 1 : 0)) * weight / weightSum);
            }

            gradients[index].Span.Clear();
            run.Backward([], gradients[index].Span);
        });
    }

    /// <summary>Adds a gradient in the layers' own layouts to one in the order of the weights.</summary>
    public void Unpack(ReadOnlySpan<float> gradient, Span<float> weights)
    {
        foreach (NetworkLayer layer in _network.Layers)
        {
            int length = layer.Layer.GradientLength(_path);
            layer.Layer.Unpack(_path, gradient[..length], weights.Slice(layer.WeightStart, layer.WeightLength));
            gradient = gradient[length..];
        }
    }

    private static float ScoreOf(ReadOnlySpan<float> logits, int target, ScoreKind kind, Span<float> seed)
    {
        if (kind == ScoreKind.Logit)
        {
            seed[target] = 1;
            return logits[target];
        }

        Span<double> p = stackalloc double[logits.Length];
        Softmax.Probabilities(logits, p);
        double outer = kind == ScoreKind.Probability ? p[target] : 1;
        for (int j = 0; j < p.Length; j++)
            seed[j] = (float)(outer * ((j == target ? 1 : 0) - p[j]));
        return (float)(kind == ScoreKind.Probability ? p[target] : Softmax.LogProbability(logits, target));
    }

    private void ForBlocks(int rows, Action<int, int, int> body)
    {
        if (rows == 0)
            return;
        int blocks = RowBlocks.Count(rows);
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

    private void RequireFits(Batch batch)
    {
        if (batch.Shape != _network.InputShape)
            throw new ShapeException($"The batch has rows of {batch.Shape}; '{_network.Name}' reads {_network.InputShape}.");
        if (((ReadOnlySpan<float>)batch.Values).IndexOfAnyNonFinite() >= 0)
            batch.RequireFinite($"Input of '{_network.Name}'");
    }

    private void RequireFinite(ReadOnlySpan<float> values, int perRow, string what)
    {
        if (values.IndexOfAnyNonFinite() is int bad and >= 0)
            throw new MlNetXaiException($"'{_network.Name}', row {bad / perRow}: the {what} is {values[bad]}. Look at the size of the input's values and of the weights.", position: $"row {bad / perRow}");
    }

    /// <summary>Memory of one block in work; grows to the largest block seen.</summary>
    private sealed class Arena
    {
        private AlignedBuffer _buffer = new(0);

        public AlignedBuffer Ensure(int length)
        {
            if (_buffer.Length < length)
                _buffer = new(length);
            return _buffer;
        }
    }

    /// <summary>One pass over one block of rows: where each layer's input, output and state lie.</summary>
    private sealed class BlockRun : IDisposable
    {
        private readonly NetworkRunner _runner;
        private readonly Pass _pass;
        private readonly Batch _batch;
        private readonly Arena _arena;
        private readonly AlignedBuffer _memory;
        private readonly int[] _inputs;
        private readonly int[] _states;
        private readonly int[] _stateLengths;
        private readonly int _output;
        private readonly int _gradientA;
        private readonly int _gradientB;
        private readonly int _gradientLength;
        private readonly RowShape _shape;

        public BlockRun(NetworkRunner runner, Pass pass, Batch batch)
        {
            (_runner, _pass, _batch, _shape) = (runner, pass, batch, batch.Shape);
            IReadOnlyList<NetworkLayer> layers = runner._network.Layers;
            _inputs = new int[layers.Count + 1];
            _states = new int[layers.Count];
            _stateLengths = new int[layers.Count];
            int end = 0;

            // −1 = the batch itself; a layer that is the identity hands its input on.
            _inputs[0] = -1;
            RowShape shape = batch.Shape;
            for (int i = 0; i < layers.Count; i++)
            {
                Layer layer = layers[i].Layer;
                if (layer.IsIdentity(pass.Purpose))
                {
                    _inputs[i + 1] = _inputs[i];
                    continue;
                }

                _states[i] = end;
                _stateLengths[i] = layer.StateLength(pass, shape);
                end = Aligned(end + _stateLengths[i]);
                shape = layer.Infer(shape);
                _inputs[i + 1] = end;
                _gradientLength = Math.Max(_gradientLength, pass.Rows * shape.Length);
                end = Aligned(end + (pass.Rows * shape.Length));
            }

            _output = _inputs[^1];
            if (pass.Purpose is Purpose.InputGradient or Purpose.Train)
            {
                _gradientA = end;
                _gradientB = Aligned(end + _gradientLength);
                end = Aligned(_gradientB + _gradientLength);
            }

            _arena = runner._arenas.TryTake(out Arena? free) ? free : new();
            _memory = _arena.Ensure(end);
        }

        public Span<float> Output => Slice(_output, _pass.Rows * _runner._outputLength);

        /// <summary>Where the gradient of the output goes before <see cref="Backward"/>.</summary>
        public Span<float> OutputGradient => Slice(_gradientA, _pass.Rows * _runner._outputLength);

        public void Forward()
        {
            RowShape shape = _shape;
            for (int i = 0; i < _states.Length; i++)
            {
                Layer layer = _runner._network.Layers[i].Layer;
                if (layer.IsIdentity(_pass.Purpose))
                    continue;
                RowShape output = layer.Infer(shape);
                layer.Forward(_pass, _runner._prepared[i], shape, Input(i, shape), Slice(_inputs[i + 1], _pass.Rows * output.Length), Slice(_states[i], _stateLengths[i]));
                shape = output;
            }
        }

        /// <param name="dx">Gradient of the input, or empty.</param>
        /// <param name="gradient">Gradient of the weights in the layers' layouts, or empty; added to.</param>
        public void Backward(Span<float> dx, Span<float> gradient)
        {
            IReadOnlyList<NetworkLayer> layers = _runner._network.Layers;
            int gradientEnd = gradient.Length;
            int from = _gradientA, to = _gradientB;
            for (int i = layers.Count - 1; i >= 0; i--)
            {
                NetworkLayer layer = layers[i];
                int length = layer.Layer.GradientLength(_runner._path);
                Span<float> own = gradient.IsEmpty ? [] : gradient.Slice(gradientEnd - length, length);
                gradientEnd -= length;
                if (layer.Layer.IsIdentity(_pass.Purpose))
                    continue;
                bool first = _inputs[i] < 0;
                Span<float> inputGradient = first ? dx : Slice(to, _pass.Rows * layer.Input.Length);
                layer.Layer.Backward(
                    _pass, _runner._prepared[i], layer.Input, Input(i, layer.Input), Slice(from, _pass.Rows * layer.Output.Length), inputGradient, own,
                    Slice(_states[i], _stateLengths[i]));
                (from, to) = (to, from);
            }
        }

        /// <summary>State of layer i before a step, of a trace.</summary>
        public RecurrentState StateBefore(int layer, int step) => ((Lstm)_runner._network.Layers[layer].Layer).StateBefore(
            step, _pass, _runner._network.Layers[layer].Input, _memory.Memory.Slice(_states[layer], _stateLengths[layer]));

        public void Dispose() => _runner._arenas.Add(_arena);

        private static int Aligned(int length) => (length + 15) & ~15;

        private Span<float> Slice(int start, int length) => _memory.Span.Slice(start, length);

        private Span<float> Input(int layer, RowShape shape) => _inputs[layer] < 0 ? _batch.Values : Slice(_inputs[layer], _pass.Rows * shape.Length);
    }

    /// <summary>Traces of all blocks; their memory is the trace's own and goes with it.</summary>
    private sealed class PrefixStates(NetworkRunner runner, int rows, BlockRun[] traces) : IPrefixStates
    {
        public void Logits(int start, Batch suffixes, Span<float> logits)
        {
            Network network = runner._network;
            int steps = network.InputShape.Steps, outputs = runner._outputLength;
            Require.Between(start, 0, steps - 1);
            if (suffixes.Rows != rows || suffixes.Steps != steps - start || suffixes.Channels != network.InputShape.Channels)
                throw new ShapeException($"The suffixes are {suffixes.Rows} rows of {suffixes.Shape}; from step {start} there must be {rows} rows of {steps - start} steps × {network.InputShape.Channels} channels.");
            Require.Length(logits, (long)rows * outputs);
            suffixes.RequireFinite($"Input of '{network.Name}'");
            float[] output = new float[logits.Length];
            runner.ForBlocks(rows, (first, count, index) =>
            {
                Dictionary<Layer, RecurrentState> states = [];
                for (int layer = 0; layer < network.Layers.Count; layer++)
                {
                    if (network.Layers[layer].Layer is Lstm lstm)
                        states[lstm] = traces[index].StateBefore(layer, start);
                }

                using BlockRun run = new(runner, new Pass(runner._path, Purpose.Score, count) { InitialStates = states }, suffixes.Slice(first, count));
                run.Forward();
                run.Output.CopyTo(output.AsSpan(first * outputs));
            });
            runner.RequireFinite(output, outputs, "logit");
            output.CopyTo(logits);
        }
    }
}
