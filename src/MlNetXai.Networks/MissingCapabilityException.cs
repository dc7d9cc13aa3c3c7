namespace MlNetXai.Networks;

/// <summary>A method asks for more than the model can give; the message names model, method, what is missing and what would work instead.</summary>
public sealed class MissingCapabilityException(string model, string method, string missing, string instead)
    : MlNetXaiException($"{method} cannot explain '{model}': the model does not give {missing}. Use {instead}.")
{
    /// <summary>The model.</summary>
    public string Model { get; } = model;

    /// <summary>The method.</summary>
    public string Method { get; } = method;

    /// <summary>What the method needs and the model lacks.</summary>
    public string Missing { get; } = missing;
}
