using MlNetXai.Networks.Layers;

namespace MlNetXai.Networks;

/// <summary>A binary network, whose single logit z speaks for its class, as one of two classes.</summary>
public sealed partial class Network
{
    /// <summary>The same network with two classes, "not X" of logit −z and "X" of logit z: either can be predicted, and each can be explained.</summary>
    /// <remarks>A dense layer 'complement' of the weights −1 and 1 without bias stands behind the others. The output stays sigmoid, so that the probabilities are 1 − p and p.</remarks>
    /// <exception cref="InvalidOperationException">The network has more than one class.</exception>
    /// <exception cref="ArgumentException">A layer has the name 'complement' already.</exception>
    public Network WithComplement()
    {
        if (Classes is not [string own])
            throw new InvalidOperationException($"'{Name}' has {Classes.Count} classes, but a complement is for networks of one. Explain its classes as they are.");
        GraphNode[] nodes =
        [
            .. Layers.Select(layer => new GraphNode(layer.Name, layer.Layer, [.. layer.Inputs])),
            new("complement", new Dense(1, 2), Layers.Count == 0 ? InputName : Layers[^1].Name),
        ];
        return new(Name, InputShape, [$"not {own}", own], nodes, [.. _weights, -1, 1, 0, 0], Output);
    }
}
