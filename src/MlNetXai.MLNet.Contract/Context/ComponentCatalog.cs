using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The classes by which saved pipelines find their code again.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _gate = new();
    private readonly HashSet<Assembly> _assemblies = [];
    private readonly Dictionary<string, Type> _factories = new(StringComparer.Ordinal);

    internal ComponentCatalog()
    {
    }

    /// <summary>Makes the factories of custom mappings in an assembly known by their contract names.</summary>
    /// <param name="assembly">Registered once, however often it is given.</param>
    /// <param name="throwOnError">Whether classes that cannot be loaded are errors, and contract names that another class has already; else they are passed over.</param>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_gate)
        {
            if (_assemblies.Contains(assembly))
                return;
            foreach (Type type in TypesOf(assembly, throwOnError))
            {
                if (type.GetCustomAttribute<ExtensionBaseAttribute>(inherit: false) is { } attribute
                    && !_factories.TryAdd(attribute.ContractName, type) && _factories[attribute.ContractName] != type && throwOnError)
                {
                    throw new InvalidOperationException(
                        $"{type} and {_factories[attribute.ContractName]} have the same contract name '{attribute.ContractName}'. Give one of them another name.");
                }
            }
            _assemblies.Add(assembly);
        }
    }

    /// <summary>The class with that contract name in the registered assemblies, or null.</summary>
    internal Type FactoryOrNull(string contractName)
    {
        lock (_gate)
            return _factories.GetValueOrDefault(contractName);
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly, bool throwOnError)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error) when (!throwOnError)
        {
            return error.Types.Where(type => type is not null);
        }
    }
}
