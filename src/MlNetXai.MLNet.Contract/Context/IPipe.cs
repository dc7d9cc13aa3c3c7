namespace Microsoft.ML.Runtime;

public interface IPipe<TMessage> : Microsoft.ML.Runtime.IExceptionContext, System.IDisposable
{
    void Send(TMessage msg);
}
