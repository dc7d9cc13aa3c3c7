using MlNetXai.Networks.Kernels;

namespace MlNetXai.Networks;

/// <summary>Memory of one thread for what a layer needs while it works and not after: one for all layers, as large as the largest needs.</summary>
internal sealed class Scratch
{
    private readonly Arena _rows = new();
    private readonly Arena _panels = new();
    private readonly Arena _tail = new();

    /// <summary>For rows that a layer makes from its input; undefined before.</summary>
    public Span<float> Rows(int length) => _rows.Ensure(length).Span[..length];

    /// <summary>For what a kernel puts in its own order, beside <see cref="Rows"/>; undefined before.</summary>
    public Span<float> Panels(int length) => _panels.Ensure(length).Span[..length];

    /// <summary>For the gradient before a tail, beside the others; undefined before.</summary>
    public Span<float> Tail(int length) => _tail.Ensure(length).Span[..length];
}
