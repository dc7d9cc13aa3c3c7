namespace Microsoft.ML.Runtime;

/// <summary>Opens progress channels, which do not reach <see cref="MLContext.Log"/>.</summary>
public interface IProgressChannelProvider
{
    IProgressChannel StartProgressChannel(string name);
}
