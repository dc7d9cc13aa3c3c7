using Xunit;

namespace MlNetXai.Tests;

/// <summary>Folders of real data sets: <c>MLNETXAI_DATA</c>, then the user's cache folder.</summary>
internal static class RealData
{
    /// <summary>The folder of a data set; the test is reported as skipped, by the set's name, where it is absent.</summary>
    public static string Require(string set)
    {
        string? root = Environment.GetEnvironmentVariable("MLNETXAI_DATA");
        if (string.IsNullOrEmpty(root))
        {
            string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache))
                cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            root = Path.Combine(cache, "mlnetxai", "data");
        }

        string folder = Path.Combine(root, set);
        if (!Directory.Exists(folder))
            Assert.Skip($"Data set '{set}' is absent: set MLNETXAI_DATA to the folder that holds it.");
        return folder;
    }
}
