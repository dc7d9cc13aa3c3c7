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
    /// <param name="throwOnError">Whether a contract name that another class has already is an error; else the first one stays.</param>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_gate)
        {
            if (!_assemblies.Add(assembly))
                return;
            foreach (Type type in assembly.GetTypes())
            {
                if (type.GetCustomAttribute<ExtensionBaseAttribute>(inherit: false) is { } attribute
                    && !_factories.TryAdd(attribute.ContractName, type) && throwOnError)
                {
                    throw new InvalidOperationException(
                        $"{type} and {_factories[attribute.ContractName]} have the same contract name '{attribute.ContractName}'. Give one of them another name.");
                }
            }
        }
    }

    /// <summary>The class with that contract name in the registered assemblies, or null.</summary>
    internal Type FactoryOrNull(string contractName)
    {
        lock (_gate)
            return _factories.GetValueOrDefault(contractName);
    }
}
