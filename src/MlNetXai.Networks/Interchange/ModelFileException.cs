namespace MlNetXai.Networks.Interchange;

/// <summary>A model file or checkpoint cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong, to stand behind the file's name.</param>
/// <param name="inner">What was caught underneath.</param>
/// <param name="remedy">What to do, a sentence or more; null: to use a whole file of this library.</param>
public sealed class ModelFileException(string path, string problem, Exception? inner = null, string? remedy = null)
    : MlNetXaiException($"{path}: {problem}. {remedy ?? "Use a whole file written by this version of MlNetXai, or train again."}", path, inner: inner);
