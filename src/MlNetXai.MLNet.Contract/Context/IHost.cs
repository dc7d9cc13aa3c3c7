namespace Microsoft.ML.Runtime;

/// <summary>The environment of one component, with random numbers of its own.</summary>
public interface IHost : IHostEnvironment
{
    /// <summary>Repeatable where the context has a seed.</summary>
    Random Rand { get; }
}
