namespace Microsoft.ML.Runtime;

public interface IChannelProvider : Microsoft.ML.Runtime.IExceptionContext
{
    Microsoft.ML.Runtime.IChannel Start(string name);
    Microsoft.ML.Runtime.IPipe<TMessage> StartPipe<TMessage>(string name);
}
