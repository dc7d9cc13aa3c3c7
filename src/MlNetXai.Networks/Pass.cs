using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks;

/// <summary>What layers need to know of a pass beside their data: kernels, purpose, rows, and the key of its random numbers.</summary>
internal sealed record Pass(KernelPath Path, Purpose Purpose, int Rows)
{
    /// <summary>Seed of dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Epoch, part of dropout's key.</summary>
    public int Epoch { get; init; }

    /// <summary>Each row's number in its data set, part of dropout's key: its mask does not depend on the batch it is in.</summary>
    public ReadOnlyMemory<int> RowKeys { get; init; }

    /// <summary>Steps of the input of the layer in work that hold data; null = all steps of all rows.</summary>
    public StepMask? Mask { get; init; }

    /// <summary>What the layer in work does for those behind it, as <see cref="Layers.Layer.Prepare"/> is to its weights; null for nothing.</summary>
    public object? Tail { get; init; }

    /// <summary>Place of a layer whose output and its gradient are read after the way back; −1, the default: none.</summary>
    public int Probe { get; init; } = -1;

    /// <summary>Where the recurrent layer in work writes the total derivative with respect to its hidden states, <c>[row, step, channel]</c>; empty, the default: nowhere.</summary>
    public Memory<float> HiddenGradient { get; init; }

    /// <summary>Memory for the layer in work.</summary>
    public Scratch Scratch { get; init; } = new();

    /// <summary>Whether a row holds no data at a step of the input of the layer in work.</summary>
    public bool LeavesOut(int row, int step) => Mask is { } mask && !mask[row, step];

    /// <summary>State that the recurrent layer in work starts from; null starts from zero.</summary>
    public RecurrentState? InitialState { get; init; }
}

/// <summary>State of a recurrent layer before a step, for a block of rows.</summary>
/// <param name="H">Hidden, <c>[row, padded unit]</c>.</param>
/// <param name="C">Cell, likewise.</param>
internal readonly record struct RecurrentState(ReadOnlyMemory<float> H, ReadOnlyMemory<float> C);
