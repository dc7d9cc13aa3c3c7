using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Makes the function of a custom mapping again when a saved pipeline is loaded.</summary>
/// <remarks>Its class has a constructor without parameters and a <see cref="CustomMappingFactoryAttributeAttribute"/>; the mapping must be thread-safe.</remarks>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
    where TSrc : class, new()
    where TDst : class, new()
{
    protected CustomMappingFactory()
    {
    }

    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(string contractName) => new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName, null, null);
}
