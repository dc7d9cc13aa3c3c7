namespace MlNetXai.Networks.Interchange;

/// <summary>A model file or checkpoint cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong, to stand behind the file's name.</param>
/// <param name="inner">What was caught underneath.</param>
public sealed class ModelFileException(string path, string problem, Exception? inner = null)
    : MlNetXaiException($"{path}: {problem}. Use a whole file written by this version of MlNetXai, or train again.", path, inner: inner);
