using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What belongs to one kind of task: trainers, metrics, cross-validation.</summary>
public abstract class TrainCatalogBase
{
    private protected TrainCatalogBase(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        Environment = env;
    }

    internal IHostEnvironment Environment { get; }

    // One fold after another: a trainer may use all cores, and its memory should not be there k times.
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidate<T>(
        IDataView data, IEstimator<ITransformer> estimator, Func<IDataView, T> evaluate, (int Folds, string SamplingKeyColumn, int? Seed) split)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);

        List<CrossValidationResult<T>> results = [];
        foreach (DataOperationsCatalog.TrainTestData parts in RowSplit.Folds(Environment, data, split.Folds, split.SamplingKeyColumn, split.Seed))
        {
            ITransformer model = estimator.Fit(parts.TrainSet);
            IDataView scored = model.Transform(parts.TestSet);
            results.Add(new(model, evaluate(scored), scored, results.Count));
        }
        return results;
    }

    /// <summary>A place for extension methods that make trainers.</summary>
    public abstract class CatalogInstantiatorBase
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase owner) => Environment = owner.Environment;

        internal IHostEnvironment Environment { get; }
    }

    /// <summary>One fold: the model, its metrics on the rows held out, and these rows with its outputs.</summary>
    public sealed class CrossValidationResult<T> where T : class
    {
        public readonly ITransformer Model;
        public readonly T Metrics;
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>0-based.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scoredHoldOutSet, int fold) =>
            (Model, Metrics, ScoredHoldOutSet, Fold) = (model, metrics, scoredHoldOutSet, fold);
    }
}
