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
        string kind = node.Member(ModelKinds.Kind).Read<string>();
        var model = (JsonObject)node;
        return kind switch
        {
            ModelKinds.TransformerChain => ReadChain(model),
            ModelKinds.CustomMapping => ReadCustomMapping(model.Member("contract").Read<string>(), model.Member("assembly").Read<string>()),
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
            _ => throw new InvalidDataException($"There is no kind of transformer '{kind}'."),
        };
    }

    private TransformerChain<ITransformer> ReadChain(JsonObject model) => new(
        [.. model.Member("transformers").Items().Select(Read)],
        [.. model.Member("scopes").Items().Select(scope => Enum.Parse<TransformerScope>(scope.Read<string>()))]);

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
