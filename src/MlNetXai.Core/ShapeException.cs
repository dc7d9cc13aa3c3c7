namespace MlNetXai;

/// <summary>Two shapes or lengths that must agree do not.</summary>
/// <param name="message">Names both shapes.</param>
public sealed class ShapeException(string message) : MlNetXaiException(message);
