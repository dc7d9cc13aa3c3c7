namespace MlNetXai;

/// <summary>What every error of content or capability derives from: its message says place, requirement and remedy.</summary>
public class MlNetXaiException : Exception
{
    /// <param name="message">Place, requirement and remedy, in one or two sentences.</param>
    /// <param name="path">File or folder at fault, if there is one.</param>
    /// <param name="position">Place in the file, in words ("line 3", "annotation 12", "byte 200").</param>
    /// <param name="inner">What was caught underneath.</param>
    public MlNetXaiException(string message, string? path = null, string? position = null, Exception? inner = null)
        : base(PrintableText.Escape(message), inner) => (Path, Position) = (path, position);

    /// <summary>File or folder at fault, or null.</summary>
    public string? Path { get; }

    /// <summary>Place in the file, in words, or null.</summary>
    public string? Position { get; }
}
