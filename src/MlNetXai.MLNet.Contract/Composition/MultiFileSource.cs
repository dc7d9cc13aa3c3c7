namespace Microsoft.ML.Data;

/// <summary>Files, by path.</summary>
public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    /// <param name="paths">May be none: loaders that know their schema without data take an empty source.</param>
    public MultiFileSource(params string[] paths)
    {
        _paths = [.. paths ?? []];
        foreach (string path in _paths)
            ArgumentException.ThrowIfNullOrEmpty(path, nameof(paths));
    }

    public int Count => _paths.Length;

    public string GetPathOrNull(int index) => PathOf(index);

    public Stream Open(int index) => File.OpenRead(PathOf(index));

    public TextReader OpenTextReader(int index) => new StreamReader(PathOf(index));

    private string PathOf(int index) => (uint)index < (uint)_paths.Length
        ? _paths[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The source has {_paths.Length} files.");
}
