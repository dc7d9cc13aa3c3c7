namespace MlNetXai.Signals.Beats;

/// <summary>A recording from which no beats can be cut, or whose annotations do not fit it.</summary>
/// <inheritdoc cref="MlNetXaiException(string, string?, string?, Exception?)"/>
public sealed class BeatException(string message, string? path = null, string? position = null, Exception? inner = null)
    : MlNetXaiException(message, path, position, inner);
