namespace Microsoft.ML;

public static class CustomMappingCatalog
{
    public static Microsoft.ML.IDataView FilterByCustomPredicate<TSrc>(this Microsoft.ML.DataOperationsCatalog catalog, Microsoft.ML.IDataView input, System.Func<TSrc, bool> filterPredicate) where TSrc : class, new() => throw new System.NotImplementedException();
    public static Microsoft.ML.IDataView FilterByStatefulCustomPredicate<TSrc, TState>(this Microsoft.ML.DataOperationsCatalog catalog, Microsoft.ML.IDataView input, System.Func<TSrc, TState, bool> filterPredicate, System.Action<TState> stateInitAction) where TSrc : class, new() where TState : class, new() => throw new System.NotImplementedException();
    public static Microsoft.ML.Transforms.CustomMappingEstimator<TSrc, TDst> CustomMapping<TSrc, TDst>(this Microsoft.ML.TransformsCatalog catalog, System.Action<TSrc, TDst> mapAction, string contractName, Microsoft.ML.Data.SchemaDefinition inputSchemaDefinition = null, Microsoft.ML.Data.SchemaDefinition outputSchemaDefinition = null) where TSrc : class, new() where TDst : class, new() => throw new System.NotImplementedException();
}
