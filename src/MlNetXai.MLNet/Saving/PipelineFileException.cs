namespace MlNetXai.MLNet.Saving;

/// <summary>A saved pipeline cannot be read, or is not one that this library may load.</summary>
/// <example>
/// <code>
/// try
/// {
///     _ = mlContext.Model.LoadExplained(path, out _);
/// }
/// catch (PipelineFileException damaged)
/// {
///     Console.WriteLine(damaged.Message);
/// }
/// </code>
/// </example>
public sealed class PipelineFileException : MlNetXaiException
{
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="path">The file, or null.</param>
    /// <param name="inner">The cause, or null.</param>
    public PipelineFileException(string message, string? path = null, Exception? inner = null)
        : base(path is null ? message : $"{path}: {message}", path, inner: inner)
    {
    }
}
