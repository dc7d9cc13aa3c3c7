namespace Microsoft.ML.Runtime;

/// <summary>Log, seeds and registered assemblies for the parts of a pipeline; <see cref="MLContext"/> is one.</summary>
public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }

    /// <param name="name">Stands in the source of the messages.</param>
    /// <param name="seed">Of the host's random numbers; null for the next number of the environment's own.</param>
    /// <param name="verbose">Without effect here: listeners filter by kind.</param>
    IHost Register(string name, int? seed = null, bool? verbose = null);
}
