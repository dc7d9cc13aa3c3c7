namespace Microsoft.ML;

public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(Microsoft.ML.Runtime.IHostEnvironment env) => Environment = env;
    internal Microsoft.ML.Runtime.IHostEnvironment Environment { get; }
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
