namespace Microsoft.ML.Runtime;

/// <summary>Opens channels.</summary>
public interface IChannelProvider : IExceptionContext
{
    /// <summary>A channel whose messages go to <see cref="MLContext.Log"/>; it logs its own start and end as traces.</summary>
    IChannel Start(string name);

    /// <summary>A pipe for messages of another type; <see cref="MLContext.Log"/> does not show them.</summary>
    IPipe<TMessage> StartPipe<TMessage>(string name);
}
