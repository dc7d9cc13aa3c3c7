using System.Security.Cryptography;

namespace MlNetXai.Runs.Manifests;

/// <summary>A file that a run was made from.</summary>
/// <param name="File">Name within the data folder, with <c>/</c>.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits.</param>
public sealed record InputFile(string File, long Bytes, string Sha256)
{
    /// <summary>Hashes files of a folder, in the order given; those that do not exist are left out.</summary>
    /// <param name="folder">Data folder.</param>
    /// <param name="names">File names within it.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static IReadOnlyList<InputFile> Hash(string folder, IEnumerable<string> names, CancellationToken cancellation = default)
    {
        List<InputFile> result = [];
        foreach (string name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            FileInfo file = new(Path.Combine(folder, name));
            if (!file.Exists)
                continue;
            using FileStream stream = file.OpenRead();
            result.Add(new(name.Replace(Path.DirectorySeparatorChar, '/'), file.Length, Convert.ToHexStringLower(SHA256.HashData(stream))));
        }

        return result;
    }

    /// <summary>Throws when a file is gone or is not the one that the run was made from.</summary>
    /// <exception cref="RunException">Names the first such file.</exception>
    public static void RequireUnchanged(string folder, IReadOnlyList<InputFile> inputs, CancellationToken cancellation = default)
    {
        IReadOnlyList<InputFile> now = Hash(folder, inputs.Select(input => input.File), cancellation);
        foreach (InputFile input in inputs)
        {
            InputFile? found = now.FirstOrDefault(file => file.File == input.File);
            string path = Path.Combine(folder, input.File);
            if (found is null)
                throw new RunException($"{path}: missing, but the run was made from it. Restore the data, or name their folder with --data.", path);
            if (found.Sha256 != input.Sha256)
                throw new RunException($"{path}: has changed since the run was made (SHA-256 {found.Sha256[..12]}…, not {input.Sha256[..12]}…). Restore it, or train anew.", path);
        }
    }
}
