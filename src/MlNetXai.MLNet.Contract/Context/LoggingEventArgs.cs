using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>A message of <see cref="MLContext.Log"/>.</summary>
public class LoggingEventArgs : EventArgs
{
    public LoggingEventArgs(string message) => (Message, RawMessage) = (message, message);

    public LoggingEventArgs(string message, ChannelMessageKind kind, string source)
    {
        Message = $"[Source={source}, Kind={kind}] {message}";
        (RawMessage, Kind, Source) = (message, kind, source);
    }

    /// <summary>The text with source and kind before it.</summary>
    public string Message { get; }

    /// <summary>The text alone.</summary>
    public string RawMessage { get; }

    public ChannelMessageKind Kind { get; }

    /// <summary>The channel's name, after that of its host and "; ".</summary>
    public string Source { get; }
}
