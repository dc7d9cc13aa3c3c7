using System.IO.Compression;
using System.Text.Json;

namespace MlNetXai.Tests;

/// <summary>Expected values from reference implementations, beside the test assembly in a folder named <c>Golden</c>.</summary>
internal static class Golden
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    public static JsonDocument Json(string name)
    {
        using Stream file = File.OpenRead(PathOf(name));
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
            return JsonDocument.Parse(file);
        using GZipStream unzipped = new(file, CompressionMode.Decompress);
        return JsonDocument.Parse(unzipped);
    }
}
