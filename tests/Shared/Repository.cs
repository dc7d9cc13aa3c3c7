using System.Runtime.CompilerServices;

namespace MlNetXai.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root folder: the nearest above this source file that holds the solution.</summary>
    public static string Root([CallerFilePath] string path = "")
    {
        DirectoryInfo? folder = new FileInfo(path).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetXai.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No MlNetXai.sln above {path}: run the tests where the repository was built.");
    }
}
