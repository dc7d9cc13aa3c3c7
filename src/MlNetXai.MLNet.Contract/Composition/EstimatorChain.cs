using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators one after another, each fitted on what the transformers before it make of the data.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    /// <summary>Null for a chain without estimators.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    private readonly EstimatorLink[] _links;

    public EstimatorChain() => _links = [];

    private EstimatorChain(EstimatorLink[] links, IEstimator<TLastTransformer> last) => (_links, LastEstimator) = (links, last);

    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformers = new ITransformer[_links.Length];
        IDataView data = input;
        for (int index = 0; index < _links.Length; index++)
        {
            transformers[index] = _links[index].Estimator.Fit(data);
            data = transformers[index].Transform(data);
            if (_links[index].CacheAfter is { } environment)
                data = new DataOperationsCatalog(environment).Cache(data);
        }

        return new(transformers, _links.Select(link => link.Scope));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _links.Aggregate(inputSchema, (shape, link) => link.Estimator.GetOutputSchema(shape));
    }

    /// <param name="estimator">Fitted on the output of the chain so far.</param>
    /// <param name="scope">When its transformer takes part; see <see cref="TransformerChain{TLastTransformer}.GetModelFor"/>.</param>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new([.. _links, new EstimatorLink(estimator, scope)], estimator);
    }

    /// <summary>Keeps the data so far in memory while the estimators after this are fitted.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return _links is [] ? this : new([.. _links[..^1], _links[^1] with { CacheAfter = env }], LastEstimator);
    }
}

/// <summary>An estimator of a chain.</summary>
/// <param name="Estimator">Of any transformer.</param>
/// <param name="Scope">Of its transformer.</param>
/// <param name="CacheAfter">Null for no cache after it.</param>
internal sealed record EstimatorLink(IEstimator<ITransformer> Estimator, TransformerScope Scope, IHostEnvironment CacheAfter = null);
