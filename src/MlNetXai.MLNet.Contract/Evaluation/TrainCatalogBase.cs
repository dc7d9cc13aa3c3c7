namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    public abstract class CatalogInstantiatorBase
    {
    }
    public sealed class CrossValidationResult<T> where T : class
    {
        public readonly Microsoft.ML.IDataView ScoredHoldOutSet;
        public readonly Microsoft.ML.ITransformer Model;
        public readonly T Metrics;
        public readonly int Fold;
    }
}
