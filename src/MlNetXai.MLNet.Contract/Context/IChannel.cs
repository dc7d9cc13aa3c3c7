namespace Microsoft.ML.Runtime;

public interface IChannel : Microsoft.ML.Runtime.IExceptionContext, Microsoft.ML.Runtime.IPipe<Microsoft.ML.Runtime.ChannelMessage>, System.IDisposable
{
    void Error(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt);
    void Error(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt, params object[] args);
    void Info(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt);
    void Info(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt, params object[] args);
    void Trace(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt);
    void Trace(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt, params object[] args);
    void Warning(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt);
    void Warning(Microsoft.ML.Runtime.MessageSensitivity sensitivity, string fmt, params object[] args);
}
