using System.Reflection;

namespace MlNetXai.Explanations;

/// <summary>Every method of this assembly, found by its <see cref="IDescribedMethod.Description"/>.</summary>
public static class MethodCatalog
{
    /// <summary>All methods, sorted by name.</summary>
    public static IReadOnlyList<MethodDescription> All { get; } =
    [
        .. typeof(MethodCatalog).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IDescribedMethod).IsAssignableFrom(type))
            .Select(type => (MethodDescription)type.GetProperty(nameof(IDescribedMethod.Description), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
            .OrderBy(description => description.Name, StringComparer.Ordinal),
    ];

    /// <summary>The method of that name.</summary>
    /// <exception cref="MlNetXaiException">There is none; the message lists those there are.</exception>
    public static MethodDescription Find(string name) =>
        All.FirstOrDefault(description => description.Name == name)
        ?? throw new MlNetXaiException($"'{name}' is not an explanation method. Use one of: {string.Join(", ", All.Select(description => description.Name))}.");
}
