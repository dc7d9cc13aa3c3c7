namespace MlNetXai.Networks.Layers;

/// <summary>A recurrent layer that can be stopped before a step and go on from the state it had there.</summary>
internal interface ICausalRecurrence
{
    /// <summary>Whether an output depends on its step and earlier ones alone: false for a layer that also reads backwards.</summary>
    bool IsCausal { get; }

    /// <summary>The same layer, with every step in its output.</summary>
    Layer WithEveryStep();

    /// <summary>State before <paramref name="step"/> that a trace of a block has kept.</summary>
    RecurrentState StateBefore(int step, Pass pass, RowShape input, Memory<float> state);
}
