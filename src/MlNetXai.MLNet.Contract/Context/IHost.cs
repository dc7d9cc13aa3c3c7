namespace Microsoft.ML.Runtime;

public interface IHost : Microsoft.ML.Runtime.IChannelProvider, Microsoft.ML.Runtime.IExceptionContext, Microsoft.ML.Runtime.IHostEnvironment, Microsoft.ML.Runtime.IProgressChannelProvider
{
    System.Random Rand { get; }
}
