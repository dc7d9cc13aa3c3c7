using System.Security.Cryptography;

namespace MlNetXai.Signals.PhysioNet;

/// <summary>A set's SHA256SUMS.txt: lines of 64 hexadecimal digits, blanks, and a path.</summary>
internal sealed class HashList
{
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <exception cref="PhysioNetException">A line is not a hash and a path.</exception>
    public HashList(string text, Uri address)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;

            string[] parts = lines[i].Split((char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || parts[0].Length != 2 * SHA256.HashSizeInBytes || !parts[0].All(char.IsAsciiHexDigit))
                throw new PhysioNetException($"{address}, line {i + 1}: a line must be a SHA-256 hash and a path. Check that the address is that of a PhysioNet set.", address.ToString());
            _hashes[parts[1].TrimStart('*')] = parts[0].ToLowerInvariant();
        }
    }

    public bool Has(string name) => _hashes.ContainsKey(name);

    public string? Find(string name) => _hashes.GetValueOrDefault(name);

    /// <summary>SHA-256 of a file as lower-case hexadecimal digits.</summary>
    public static async Task<string> ComputeAsync(string path, CancellationToken cancellation)
    {
        await using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
