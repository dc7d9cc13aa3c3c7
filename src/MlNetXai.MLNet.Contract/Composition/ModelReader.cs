using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

/// <summary>Makes the transformers of a model file again.</summary>
internal sealed class ModelReader(ComponentCatalog components)
{
    public ITransformer Read(JsonNode node)
    {
        JsonObject model = node.AsObject();
        return (string)model[ModelKinds.Kind] switch
        {
            ModelKinds.TransformerChain => ReadChain(model),
            ModelKinds.CustomMapping => ReadCustomMapping((string)model["contract"], (string)model["assembly"]),
            ModelKinds.CopyColumns => ColumnCopyingTransformer.FromModel(model),
            ModelKinds.Concatenate => ColumnConcatenatingTransformer.FromModel(model),
            ModelKinds.Normalize => NormalizingTransformer.FromModel(model),
            ModelKinds.ReplaceMissingValues => MissingValueReplacingTransformer.FromModel(model),
            ModelKinds.ConvertType => TypeConvertingTransformer.FromModel(model),
            ModelKinds.MapValue => ValueMappingTransformer.FromModel(model),
            ModelKinds.MapValueToKey => ValueToKeyMappingTransformer.FromModel(model),
            ModelKinds.MapKeyToValue => KeyToValueMappingTransformer.FromModel(model),
            ModelKinds.MapKeyToVector => KeyToVectorMappingTransformer.FromModel(model),
            ModelKinds.SelectColumns or ModelKinds.DropColumns => ColumnSelectingTransformer.FromModel(model),
            string kind => throw new InvalidDataException($"There is no kind of transformer '{kind}'."),
            null => throw new InvalidDataException("A transformer has no kind."),
        };
    }

    private TransformerChain<ITransformer> ReadChain(JsonObject model) => new(
        [.. model["transformers"].AsArray().Select(Read)],
        [.. model["scopes"].AsArray().Select(scope => Enum.Parse<TransformerScope>((string)scope))]);

    private ITransformer ReadCustomMapping(string contract, string assembly)
    {
        Type type = components.FactoryOrNull(contract);
        if (type is null)
        {
            components.RegisterAssembly(Assembly.Load(assembly), throwOnError: false);
            type = components.FactoryOrNull(contract);
        }

        if (type is null || !typeof(ICustomMappingFactory).IsAssignableFrom(type))
            throw new InvalidOperationException($"Error during class instantiation: no class with [CustomMappingFactoryAttribute(\"{contract}\")] in {assembly} or a registered assembly.");
        return ((ICustomMappingFactory)Activator.CreateInstance(type)).CreateTransformer(contract);
    }
}
