namespace Microsoft.ML;

public static partial class CustomMappingCatalog
{
    public static Microsoft.ML.Transforms.CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this Microsoft.ML.TransformsCatalog catalog, System.Action<TSrc, TDst> mapAction, string contractName, Microsoft.ML.Data.SchemaDefinition inputSchemaDefinition = null, Microsoft.ML.Data.SchemaDefinition outputSchemaDefinition = null) where TSrc : class, new() where TDst : class, new() => throw new System.NotImplementedException();
}
