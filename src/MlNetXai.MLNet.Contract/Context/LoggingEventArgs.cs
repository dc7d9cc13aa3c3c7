namespace Microsoft.ML;

public class LoggingEventArgs : System.EventArgs
{
    public LoggingEventArgs(string message) => throw new System.NotImplementedException();
    public LoggingEventArgs(string message, Microsoft.ML.Runtime.ChannelMessageKind kind, string source) => throw new System.NotImplementedException();
    public Microsoft.ML.Runtime.ChannelMessageKind Kind { get => throw new System.NotImplementedException(); }
    public string Message { get => throw new System.NotImplementedException(); }
    public string RawMessage { get => throw new System.NotImplementedException(); }
    public string Source { get => throw new System.NotImplementedException(); }
}
