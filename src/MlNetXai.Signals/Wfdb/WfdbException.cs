namespace MlNetXai.Signals.Wfdb;

/// <summary>A WFDB header, signal or annotation file is absent, damaged, or of a kind that is not supported.</summary>
public sealed class WfdbException(string message, string? path = null, string? position = null, Exception? inner = null)
    : MlNetXaiException(message, path, position, inner);
