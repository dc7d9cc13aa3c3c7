using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>How a network runs over a block of so many rows for a purpose: the steps, and where in one arena every value lies.</summary>
/// <remarks>
/// Memory is used again as soon as its last reader is done. Time is counted in ticks: layer i of n runs forward at i, the loss is taken at n, layer i runs back at 2n − i.
/// </remarks>
internal sealed class Plan
{
    private readonly List<Slot> _slots = [];
    private readonly List<PlanStep> _steps = [];
    private readonly int _rows;
    private readonly bool _goesBack;

    /// <param name="layers">The network.</param>
    /// <param name="input">Shape of the batch's rows: the network's, or with fewer steps.</param>
    /// <param name="pass">Path, purpose and rows.</param>
    /// <param name="tails">For each layer those that it takes over where only logits and the input's gradient are wanted; see <see cref="LayerTails"/>.</param>
    public Plan(IReadOnlyList<NetworkLayer> layers, RowShape input, Pass pass, int[][] tails)
    {
        _rows = pass.Rows;
        _goesBack = pass.Purpose is Purpose.InputGradient or Purpose.Train;

        // A layer that is read from outside has a place of its own: none is taken over or written over.
        bool takesTails = pass.Probe < 0 && (pass.Purpose is Purpose.Score or Purpose.InputGradient);
        Value batch = new(input, null) { NeedsGradient = pass.Purpose == Purpose.InputGradient };
        Value[] values = new Value[layers.Count];
        int[] readers = Readers(layers, pass.Purpose);
        StepOf = new int[layers.Count];
        for (int i = 0; i < layers.Count; i++)
        {
            if (values[i] is not null)
                continue;
            Layer layer = layers[i].Layer;
            Value[] inputs = [.. layers[i].Sources.Select(source => source < 0 ? batch : values[source])];
            StepOf[i] = _steps.Count;

            // A layer that is the identity hands on the memory of what it reads.
            if (layer.IsIdentity(pass.Purpose))
            {
                values[i] = inputs[0];
                continue;
            }

            int[] tail = takesTails ? tails[i] : [];
            int source = layers[i].Sources[0];
            bool isOnlyReader = source >= 0 && readers[source] == 1;
            _steps.Add(Forward(i, layers[i], inputs, pass, tail, isOnlyReader));
            values[i] = _steps[^1].Output;
            foreach (int taken in tail)
                (values[taken], StepOf[taken]) = (values[i], StepOf[i]);
        }

        Output = values.Length == 0 ? batch : values[^1];
        Output.Activation?.Extend(layers.Count);
        foreach (PlanStep step in _steps)
        {
            if (pass.Purpose == Purpose.Trace)
                step.State.Extend(layers.Count);
        }

        OutputGradient = new(0, 0);
        if (_goesBack)
        {
            OutputGradient = New(_rows * Output.Shape.Length, layers.Count);
            Output.Gradient = OutputGradient;
            for (int s = _steps.Count - 1; s >= 0; s--)
                Backward(_steps[s], (2 * layers.Count) - _steps[s].Layer);
        }

        if (pass.Probe >= 0)
        {
            Probe = values[pass.Probe];
            Probe.Activation?.Extend((2 * layers.Count) + 1);
            Probe.Gradient?.Extend((2 * layers.Count) + 1);
        }

        Statistics = pass.Purpose == Purpose.Train
            ? [.. Enumerable.Range(0, _steps.Count).Where(s => layers[_steps[s].Layer].Layer is IBatchStatistics)]
            : [];
        Length = Slot.Place(_slots);
    }

    /// <summary>Layers that compute something, in order.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>Places in <see cref="Steps"/> of the layers that need sums over the whole batch, in order.</summary>
    public IReadOnlyList<int> Statistics { get; }

    /// <summary>Place of each layer in <see cref="Steps"/>; of the next one for the identity.</summary>
    public int[] StepOf { get; }

    /// <summary>Output of the last layer.</summary>
    public Value Output { get; }

    /// <summary>Where its gradient is put before going back.</summary>
    public Slot OutputGradient { get; }

    /// <summary>Output of the layer that is read after the way back (<see cref="Pass.Probe"/>), or null.</summary>
    public Value? Probe { get; }

    /// <summary>Floats of the arena.</summary>
    public int Length { get; }

    // How many inputs of other layers a layer's value is; the identity counts as what reads it.
    private static int[] Readers(IReadOnlyList<NetworkLayer> layers, Purpose purpose)
    {
        int[] readers = new int[layers.Count];
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            foreach (int source in layers[i].Sources.Where(source => source >= 0))
                readers[source] += layers[i].Layer.IsIdentity(purpose) ? readers[i] : 1;
        }

        // A reader of the identity reads what that hands on, together with its other readers.
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Layer.IsIdentity(purpose) && layers[i].Sources[0] is int source and >= 0)
                readers[i] = readers[source];
        }

        return readers;
    }

    private PlanStep Forward(int place, NetworkLayer layer, Value[] inputs, Pass pass, int[] tail, bool isOnlyReader)
    {
        RowShape[] shapes = [.. inputs.Select(value => value.Shape)];
        RowShape output = layer.Layer is MergeLayer merge ? merge.Infer(shapes) : layer.Layer.Infer(shapes[0]);
        Slot state = New(layer.Layer.StateLength(pass, shapes[0]), place);
        bool hasTrained = pass.Purpose == Purpose.Train && layer.Layer.Weights.Any(weight => weight.IsTrained);
        foreach (Value read in inputs)
            read.Activation?.Extend(place);

        // y may lie where x lies if no other layer reads x and the way back of the layer that made x does not.
        bool worksInPlace = pass.Probe < 0 && isOnlyReader && layer.Layer.WorksInPlace(pass.Purpose) && inputs[0].Activation is not null
            && !(_goesBack && _steps[inputs[0].Step].Keeps == Kept.Output);
        Slot slot = worksInPlace ? inputs[0].Activation! : New(checked(_rows * output.Length), place);
        Value value = new(output, slot) { Step = _steps.Count, NeedsGradient = hasTrained || inputs.Any(read => read.NeedsGradient) };
        Kept keeps = tail.Length > 0 ? Kept.Output : layer.Layer.Keeps(pass.Purpose);
        return new(place, shapes, inputs, value, state) { Keeps = keeps, Tail = tail, WorksInPlace = worksInPlace };
    }

    private void Backward(PlanStep step, int tick)
    {
        if (!step.Output.NeedsGradient)
            return;
        step.State.Extend(tick);
        step.Output.Gradient!.Extend(tick);
        if (step.Keeps == Kept.Output)
            step.Output.Activation!.Extend(tick);
        for (int k = 0; k < step.Inputs.Length; k++)
        {
            Value input = step.Inputs[k];
            if (step.Keeps == Kept.Input)
                input.Activation?.Extend(tick);
            if (!input.NeedsGradient)
                continue;

            // The first reader to come back writes the gradient, later ones compute theirs apart and add it.
            if (input.HasGradient)
                step.Parts[k] = New(_rows * input.Shape.Length, tick);
            else if (input.Activation is not null)
                input.Gradient ??= step.WorksInPlace ? step.Output.Gradient : New(_rows * input.Shape.Length, tick);
            input.HasGradient = true;
            input.Gradient?.Extend(tick);
        }
    }

    private Slot New(int length, int tick)
    {
        Slot slot = new(length, tick);
        _slots.Add(slot);
        return slot;
    }
}

/// <summary>What one layer of a plan reads and writes.</summary>
/// <param name="Layer">Its place in the network.</param>
/// <param name="Shapes">Shapes of its inputs in this plan.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Output">What it writes.</param>
/// <param name="State">What it keeps from the way forward to the way back.</param>
internal sealed record PlanStep(int Layer, RowShape[] Shapes, Value[] Inputs, Value Output, Slot State)
{
    /// <summary>For each input, where its gradient is computed before it is added to that of other readers; null where it is written at once.</summary>
    public Slot?[] Parts { get; } = new Slot?[Inputs.Length];

    /// <summary>What the way back reads of the way forward.</summary>
    public Kept Keeps { get; init; }

    /// <summary>Places in the network of the layers that it takes over.</summary>
    public int[] Tail { get; init; } = [];

    /// <summary>Whether y lies where x lies, and dx where dy lies.</summary>
    public bool WorksInPlace { get; init; }
}

/// <summary>The batch, or the output of a layer.</summary>
/// <param name="shape">Shape of a row.</param>
/// <param name="activation">Where it lies; null for the batch.</param>
internal sealed class Value(RowShape shape, Slot? activation)
{
    public RowShape Shape => shape;

    public Slot? Activation => activation;

    /// <summary>Place of the step that writes it; −1 for the batch.</summary>
    public int Step { get; init; } = -1;

    /// <summary>Where its gradient lies; null where none is needed, and for the batch, whose gradient is the caller's memory.</summary>
    public Slot? Gradient { get; set; }

    /// <summary>Whether the way back needs it.</summary>
    public bool NeedsGradient { get; init; }

    /// <summary>Whether a reader, in the order of the way back, has written its gradient. Of use while planning.</summary>
    public bool HasGradient { get; set; }
}

/// <summary>Some floats of an arena, from one tick to another.</summary>
/// <param name="length">Floats.</param>
/// <param name="tick">When they are first written.</param>
internal sealed class Slot(int length, int tick)
{
    private const int Alignment = 16;

    private readonly int _first = tick;
    private int _last = tick;

    public int Start { get; private set; }

    public int Length => length;

    private int End => Start + ((length + Alignment - 1) & -Alignment);

    /// <summary>Keeps them until a tick at least.</summary>
    public void Extend(int until) => _last = Math.Max(_last, until);

    /// <summary>Gives every slot a place that it shares with none of its time, the longest first; returns the floats of all.</summary>
    public static int Place(IReadOnlyList<Slot> slots)
    {
        List<Slot> placed = [];
        int whole = 0;
        foreach (Slot slot in slots.Where(slot => slot.Length > 0).OrderByDescending(slot => slot.Length))
        {
            foreach (Slot other in placed)
            {
                if (slot.MeetsInTime(other) && other.Start < checked(slot.End) && slot.Start < other.End)
                    slot.Start = other.End;
            }

            placed.Insert(placed.TakeWhile(other => other.Start <= slot.Start).Count(), slot);
            whole = Math.Max(whole, slot.End);
        }

        return whole;
    }

    private bool MeetsInTime(Slot other) => _first <= other._last && other._first <= _last;
}
