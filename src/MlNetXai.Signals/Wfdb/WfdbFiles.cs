using System.Text;

namespace MlNetXai.Signals.Wfdb;

/// <summary>Files that a header names: where they are and how they are opened.</summary>
internal static class WfdbFiles
{
    /// <summary>Longest header read: real ones have a few kilobytes, multi-segment ones of weeks a few hundred.</summary>
    private const long LongestHeader = 1 << 22;

    /// <summary>The path with ".hea" at its end.</summary>
    public static string HeaderPath(string path) => path.EndsWith(".hea", StringComparison.Ordinal) ? path : path + ".hea";

    /// <summary>Whether a name stays inside the folder it is relative to.</summary>
    public static bool IsInside(string name) =>
        name.Length > 0 && name[0] is not ('/' or '\\') && !name.Contains(':') && !name.Any(char.IsControl)
        && !name.Split('/', '\\').Any(part => part is ".." or "");

    /// <summary>A file beside another one; <paramref name="name"/> has passed <see cref="IsInside"/>.</summary>
    public static string Beside(string path, string name) => Path.Combine([Path.GetDirectoryName(path) ?? "", .. name.Split('/', '\\')]);

    /// <summary>Opens a file for reading in large pieces.</summary>
    public static Stream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    /// <summary>Opens a file, or says what is wrong with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="open">Opens it; throws <see cref="IOException"/> where it cannot.</param>
    /// <param name="wantedBy">What names the file, e.g. "100.hea, line 2", or null.</param>
    /// <exception cref="WfdbException">It is absent or cannot be read.</exception>
    public static Stream Require(string path, Func<string, Stream> open, string? wantedBy = null)
    {
        try
        {
            return open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string by = wantedBy is null ? "" : $"{wantedBy} names this file, and ";
            throw error is FileNotFoundException or DirectoryNotFoundException
                ? new WfdbException($"{path}: {by}there is no such file. Check the path, or fetch the record again.", path, inner: error)
                : new WfdbException($"{path}: {by}it cannot be read ({error.Message}). Check that it is a file you may read.", path, inner: error);
        }
    }

    /// <summary>The whole text of a header or list: UTF-8, or Latin-1 where it is not UTF-8.</summary>
    /// <exception cref="WfdbException">It is absent, cannot be read, or is too long for a text.</exception>
    public static string ReadText(string path, Func<string, Stream> open, string? wantedBy = null) => DecodeText(ReadBytes(path, open, LongestHeader, wantedBy));

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="WfdbException">It is absent, cannot be read, or is longer than <paramref name="limit"/> bytes.</exception>
    public static byte[] ReadBytes(string path, Func<string, Stream> open, long limit, string? wantedBy = null)
    {
        using Stream stream = Require(path, open, wantedBy);
        try
        {
            if (stream.Length > limit)
                throw new WfdbException($"{path}: {stream.Length} bytes are more than the {limit} that such a file may have. Check that it is a WFDB file.", path);

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException error)
        {
            throw new WfdbException($"{path}: cannot be read ({error.Message}). Check the file and its disk.", path, inner: error);
        }
    }

    private static string DecodeText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
