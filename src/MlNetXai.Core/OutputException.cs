namespace MlNetXai;

/// <summary>An output could not be written; what stood there before is unchanged.</summary>
public sealed class OutputException(string message, string path, Exception? inner = null) : MlNetXaiException(message, path, inner: inner);
