namespace Microsoft.ML.Runtime;

public interface IHostEnvironment : Microsoft.ML.Runtime.IChannelProvider, Microsoft.ML.Runtime.IExceptionContext, Microsoft.ML.Runtime.IProgressChannelProvider
{
    Microsoft.ML.Runtime.IHost Register(string name, int? seed = null, bool? verbose = null);
    Microsoft.ML.Runtime.ComponentCatalog ComponentCatalog { get; }
}
