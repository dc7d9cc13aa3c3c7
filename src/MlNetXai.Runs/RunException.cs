namespace MlNetXai.Runs;

/// <summary>A run folder, or a file in it, is not what a step needs.</summary>
/// <inheritdoc cref="MlNetXaiException(string, string?, string?, Exception?)"/>
public sealed class RunException(string message, string? path = null, string? position = null, Exception? inner = null)
    : MlNetXaiException(message, path, position, inner);
