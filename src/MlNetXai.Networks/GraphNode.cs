using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>A layer with its name and what it reads: how a <see cref="Network"/> that is no chain is written down.</summary>
/// <param name="Name">Name, unique in the network; <see cref="Network.InputName"/> is taken.</param>
/// <param name="Layer">Kind and settings.</param>
/// <param name="Inputs">Names of the layers it reads, in the order the layer wants them; <see cref="Network.InputName"/> is the batch.</param>
public sealed record GraphNode(string Name, Layer Layer, params IReadOnlyList<string> Inputs);

/// <summary>A layer with its name and its place in the network and in its weights.</summary>
/// <param name="Name">Name, unique in the network, e.g. "lstm1".</param>
/// <param name="Layer">Kind and settings.</param>
/// <param name="Input">Shape of its input; of the first if it has several.</param>
/// <param name="Output">Shape of its output.</param>
/// <param name="WeightStart">Index of its first weight.</param>
/// <param name="WeightLength">Number of its weights.</param>
public sealed record NetworkLayer(string Name, Layer Layer, RowShape Input, RowShape Output, int WeightStart, int WeightLength)
{
    /// <summary>Names of the layers it reads; <see cref="Network.InputName"/> is the batch.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Shapes of what it reads, in the order of <see cref="Inputs"/>.</summary>
    public required IReadOnlyList<RowShape> InputShapes { get; init; }

    /// <summary>Places in the network of the layers it reads, −1 = the batch.</summary>
    internal IReadOnlyList<int> Sources { get; init; } = [];
}
