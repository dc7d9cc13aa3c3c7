using System.Numerics.Tensors;
using MlNetXai.Networks.Kernels;
using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>One pass over one block of rows, by a plan, in an arena that goes back when the pass is disposed of.</summary>
internal sealed class BlockRun : IDisposable
{
    private readonly NetworkRunner _runner;
    private readonly Batch _batch;
    private readonly Arena _arena;
    private readonly AlignedBuffer _memory;
    private readonly RecurrentState?[]? _initialStates;
    private readonly StepMask? _batchMask;
    private Pass _pass;

    // For each step of the plan; null where no step of any row is left out anywhere.
    private readonly (StepMask? Input, StepMask? Output)[]? _masks;

    /// <param name="runner">Prepared weights and arenas.</param>
    /// <param name="pass">Purpose, rows, keys.</param>
    /// <param name="batch">The block's rows.</param>
    public BlockRun(NetworkRunner runner, Pass pass, Batch batch)
        : this(runner, pass, batch, null, StepMask.Of(batch.Lengths.Span, 0, batch.Steps))
    {
    }

    /// <param name="runner">Prepared weights and arenas.</param>
    /// <param name="pass">Purpose, rows, keys.</param>
    /// <param name="batch">The block's rows.</param>
    /// <param name="initialStates">For each layer of the network, the state it starts from; null starts all from zero.</param>
    /// <param name="mask">Steps of the rows that hold data; null = all.</param>
    public BlockRun(NetworkRunner runner, Pass pass, Batch batch, RecurrentState?[]? initialStates, StepMask? mask)
    {
        (_runner, _pass, _batch, _initialStates, _batchMask) = (runner, pass, batch, initialStates, mask);
        Plan = runner.PlanOf(pass, batch.Shape);
        if (mask is not null || runner.HasMasking)
            _masks = new (StepMask?, StepMask?)[Plan.Steps.Count];
        _arena = runner.TakeArena();
        _memory = _arena.Ensure(Plan.Length);
    }

    /// <summary>Where everything lies.</summary>
    public Plan Plan { get; }

    public Span<float> Output => Values(Plan.Output);

    /// <summary>Where the gradient of the output goes before <see cref="Backward(Span{float}, Span{float})"/>.</summary>
    public Span<float> OutputGradient => Memory(Plan.OutputGradient);

    private int Steps => Plan.Steps.Count;

    /// <summary>Output of the layer that the pass probes (<see cref="Pass.Probe"/>).</summary>
    public Span<float> ProbeOutput => Values(Plan.Probe!);

    /// <summary>Its gradient, after the way back.</summary>
    /// <param name="dx">Gradient of the input: that of the probe where only identities stand before it.</param>
    public Span<float> ProbeGradient(Span<float> dx) => Gradient(Plan.Probe!, dx);

    public void Forward() => Forward(0, Steps);

    /// <summary>Runs steps <paramref name="from"/> … <paramref name="to"/> − 1 of the plan.</summary>
    public void Forward(int from, int to)
    {
        _pass = _pass with { Scratch = _runner.TakeScratch() };
        for (int s = from; s < to; s++)
        {
            PlanStep step = Plan.Steps[s];
            FindMask(s);
            if (LayerOf(step) is MergeLayer merge)
            {
                for (int k = 0; k < step.Inputs.Length; k++)
                    merge.Merge(_pass, k, step.Shapes, Values(step.Inputs[k]), Values(step.Output));
                continue;
            }

            Pass own = PassOf(s);
            if (_initialStates?[step.Layer] is { } initial)
                own = own with { InitialState = initial };
            LayerOf(step).Forward(own, _runner.Prepared(step.Layer), step.Shapes[0], Values(step.Inputs[0]), Values(step.Output), Memory(step.State));
        }

        _runner.Return(_pass.Scratch);
    }

    /// <param name="dx">Gradient of the input, or empty.</param>
    /// <param name="gradient">Gradient of the weights in the layers' layouts, or empty; added to.</param>
    public void Backward(Span<float> dx, Span<float> gradient) => Backward(0, Steps, dx, gradient);

    /// <summary>Goes back over steps <paramref name="to"/> − 1 … <paramref name="from"/> of the plan.</summary>
    public void Backward(int from, int to, Span<float> dx, Span<float> gradient)
    {
        // A network whose layers are all the identity.
        if (Plan.Output.Activation is null && !dx.IsEmpty)
            OutputGradient.CopyTo(dx);
        _pass = _pass with { Scratch = _runner.TakeScratch() };
        for (int s = to - 1; s >= from; s--)
        {
            PlanStep step = Plan.Steps[s];
            if (!step.Output.NeedsGradient)
                continue;
            for (int k = 0; k < step.Inputs.Length; k++)
            {
                Span<float> own = InputGradient(step, k, dx);
                if (LayerOf(step) is not MergeLayer merge)
                    LayerOf(step).Backward(
                        PassOf(s), _runner.Prepared(step.Layer), step.Shapes[0], Values(step.Keeps == Kept.Output ? step.Output : step.Inputs[0]),
                        Memory(step.Output.Gradient!), own,
                        _runner.GradientOf(step.Layer, gradient), Memory(step.State));
                else if (!own.IsEmpty)
                    merge.Split(_pass, k, step.Shapes, Memory(step.Output.Gradient!), own);
                AddPart(step, k, own, dx);
            }
        }

        _runner.Return(_pass.Scratch);
    }

    /// <summary>The block's sums at a step of <see cref="Plan.Statistics"/>.</summary>
    public double[] Collect(int at)
    {
        (PlanStep step, IBatchStatistics layer) = Statistics(at);
        double[] sums = new double[layer.SumLength(step.Shapes[0])];
        FindMask(at);
        layer.Collect(PassOf(at), step.Shapes[0], Values(step.Inputs[0]), sums);
        return sums;
    }

    /// <summary>Runs a step of <see cref="Plan.Statistics"/> forward.</summary>
    public void Normalise(int at, int batchRows, double[] sums)
    {
        (PlanStep step, IBatchStatistics layer) = Statistics(at);
        layer.Normalise(PassOf(at), _runner.Prepared(step.Layer), step.Shapes[0], batchRows, sums, Values(step.Inputs[0]), Values(step.Output), Memory(step.State));
    }

    /// <summary>The block's sums on the way back at a step of <see cref="Plan.Statistics"/>.</summary>
    public double[] CollectBack(int at, int batchRows, double[] sums)
    {
        (PlanStep step, IBatchStatistics layer) = Statistics(at);
        double[] backwardSums = new double[layer.BackwardSumLength(step.Shapes[0])];
        if (step.Output.NeedsGradient)
            layer.CollectBack(
                PassOf(at), _runner.Prepared(step.Layer), step.Shapes[0], batchRows, sums, Values(step.Inputs[0]), Memory(step.Output.Gradient!), Memory(step.State),
                backwardSums);
        return backwardSums;
    }

    /// <summary>Runs a step of <see cref="Plan.Statistics"/> back.</summary>
    public void BackwardNormalised(int at, int batchRows, double[] sums, double[] backwardSums, Span<float> gradient)
    {
        (PlanStep step, IBatchStatistics layer) = Statistics(at);
        if (!step.Output.NeedsGradient)
            return;
        Span<float> own = InputGradient(step, 0, []);
        layer.BackwardNormalised(
            PassOf(at), _runner.Prepared(step.Layer), step.Shapes[0], batchRows, sums, backwardSums, Values(step.Inputs[0]), Memory(step.Output.Gradient!), own,
            _runner.GradientOf(step.Layer, gradient), Memory(step.State));
        AddPart(step, 0, own, []);
    }

    /// <summary>State of a layer before a step, of a trace.</summary>
    public RecurrentState StateBefore(int layer, int step)
    {
        PlanStep own = Plan.Steps[Plan.StepOf[layer]];
        return ((ICausalRecurrence)LayerOf(own)).StateBefore(step, _pass, own.Shapes[0], _memory.Memory.Slice(own.State.Start, own.State.Length));
    }

    public void Dispose() => _runner.Return(_arena);

    // A step's pass with the mask of its input and what it does for the layers behind it.
    private Pass PassOf(int at)
    {
        Pass pass = _masks?[at].Input is { } mask ? _pass with { Mask = mask } : _pass;
        if (!pass.HiddenGradient.IsEmpty && Plan.Steps[at].Layer != pass.Probe)
            pass = pass with { HiddenGradient = default };
        return Plan.Steps[at].Tail.Length > 0 ? pass with { Tail = _runner.PreparedTail(Plan.Steps[at].Layer) } : pass;
    }

    // Masks of a step's input and output: a step must hold data in all inputs.
    private void FindMask(int at)
    {
        if (_masks is null)
            return;
        PlanStep step = Plan.Steps[at];
        StepMask? mask = null;
        foreach (Value input in step.Inputs)
            mask = StepMask.Both(mask, input.Step < 0 ? _batchMask : _masks[input.Step].Output);
        StepMask? output = LayerOf(step) is Masking masking ? StepMask.Both(mask, masking.Find(step.Shapes[0], Values(step.Inputs[0])))
            : LayerOf(step).MaskUse(_pass.Purpose) == MaskUse.HandsOn ? mask
            : null;
        _masks[at] = (mask, output);
    }

    private Layer LayerOf(PlanStep step) => _runner.Layers[step.Layer].Layer;

    private (PlanStep Step, IBatchStatistics Layer) Statistics(int at) => (Plan.Steps[at], (IBatchStatistics)LayerOf(Plan.Steps[at]));

    private Span<float> Memory(Slot slot) => _memory.Span.Slice(slot.Start, slot.Length);

    private Span<float> Values(Value value) => value.Activation is { } slot ? Memory(slot) : _batch.Values;

    // Where the gradient of input k is computed; empty where none is needed.
    private Span<float> InputGradient(PlanStep step, int k, Span<float> dx)
    {
        if (!step.Inputs[k].NeedsGradient)
            return [];
        return step.Parts[k] is { } part ? Memory(part) : Gradient(step.Inputs[k], dx);
    }

    private void AddPart(PlanStep step, int k, ReadOnlySpan<float> own, Span<float> dx)
    {
        if (step.Parts[k] is null)
            return;
        Span<float> sum = Gradient(step.Inputs[k], dx);
        TensorPrimitives.Add(sum, own, sum);
    }

    private Span<float> Gradient(Value value, Span<float> dx) => value.Gradient is { } slot && value.Activation is not null ? Memory(slot) : dx;
}

/// <summary>Memory of one block in work; grows to the largest block seen.</summary>
internal sealed class Arena
{
    private AlignedBuffer? _buffer;

    public AlignedBuffer Ensure(int length)
    {
        if (_buffer is null || _buffer.Length < length)
            _buffer = new(length);
        return _buffer;
    }
}
