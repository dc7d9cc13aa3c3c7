using MlNetXai.Networks;

namespace MlNetXai.Explanations;

/// <summary>What a method says about each input value of a batch.</summary>
public sealed record Attribution
{
    /// <summary>The method's name as in the command line, e.g. "occlusion".</summary>
    public required string Method { get; init; }

    /// <summary>Signed values, <c>[row, step, channel]</c>; <c>[row, step, 1]</c> where the method has one value per step.</summary>
    public required Batch Values { get; init; }

    /// <summary>Grad-CAM's map at the layer's own steps, before it was up-sampled to the row's: <c>[row, step of the layer, 1]</c>; null for other methods.</summary>
    public Batch? RawMap { get; init; }

    /// <summary>Class explained, <c>[row]</c>.</summary>
    public required IReadOnlyList<int> Targets { get; init; }

    /// <summary>Score that was explained.</summary>
    public ScoreKind Score { get; init; }

    /// <summary>What the method can say of itself, by name, each <c>[row]</c>: e.g. "mask-minimum", "score-before".</summary>
    public IReadOnlyDictionary<string, double[]> Diagnostics { get; init; } = new Dictionary<string, double[]>();

    /// <summary>What a reader of the values must know, in sentences for the report; mostly empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
