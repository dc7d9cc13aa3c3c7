using System.Collections;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Transformers one after another.</summary>
public sealed class TransformerChain<TLastTransformer> : ITransformer, IEnumerable<ITransformer>, IDisposable
    where TLastTransformer : class, ITransformer
{
    /// <summary>Null for a chain without transformers.</summary>
    public readonly TLastTransformer LastTransformer;

    private readonly ITransformer[] _transformers;
    private readonly TransformerScope[] _scopes;

    /// <summary>Transformers that take part in everything.</summary>
    public TransformerChain(params ITransformer[] transformers)
        : this(transformers ?? [], Enumerable.Repeat(TransformerScope.Everything, transformers?.Length ?? 0))
    {
    }

    /// <param name="transformers">The last one is a <typeparamref name="TLastTransformer"/>.</param>
    /// <param name="scopes">When each takes part.</param>
    public TransformerChain(IEnumerable<ITransformer> transformers, IEnumerable<TransformerScope> scopes)
    {
        ArgumentNullException.ThrowIfNull(transformers);
        ArgumentNullException.ThrowIfNull(scopes);
        (_transformers, _scopes) = ([.. transformers], [.. scopes]);
        if (_scopes.Length != _transformers.Length)
            throw new ArgumentOutOfRangeException(nameof(scopes), $"A chain has one scope per transformer, got {_scopes.Length} for {_transformers.Length}.");
        if (Array.IndexOf(_transformers, null) >= 0)
            throw new ArgumentOutOfRangeException(nameof(transformers), "A chain holds no null.");

        if (_transformers is [.., { } last])
        {
            LastTransformer = last as TLastTransformer
                ?? throw new ArgumentOutOfRangeException(nameof(transformers), $"The last transformer must be a {typeof(TLastTransformer)}, got {last.GetType()}.");
        }
    }

    bool ITransformer.IsRowToRowMapper => Array.TrueForAll(_transformers, transformer => transformer.IsRowToRowMapper);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _transformers.Aggregate(inputSchema, (schema, transformer) => transformer.GetOutputSchema(schema));
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema, TransformerScope scope) => GetModelFor(scope).GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _transformers.Aggregate(input, (data, transformer) => transformer.Transform(data));
    }

    public IDataView Transform(IDataView input, TransformerScope scope) => GetModelFor(scope).Transform(input);

    /// <summary>The transformers whose scope has a part of <paramref name="scopeFilter"/>.</summary>
    public TransformerChain<ITransformer> GetModelFor(TransformerScope scopeFilter)
    {
        int[] chosen = [.. Enumerable.Range(0, _transformers.Length).Where(index => (_scopes[index] & scopeFilter) != TransformerScope.None)];
        return new(chosen.Select(index => _transformers[index]), chosen.Select(index => _scopes[index]));
    }

    public TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, TransformerScope scope = TransformerScope.Everything)
        where TNewLast : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new([.. _transformers, transformer], [.. _scopes, scope]);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var mappers = new IRowToRowMapper[_transformers.Length];
        DataViewSchema schema = inputSchema;
        for (int index = 0; index < mappers.Length; index++)
        {
            mappers[index] = _transformers[index].GetRowToRowMapper(schema);
            schema = mappers[index].OutputSchema;
        }

        return new RowMapChain(inputSchema, mappers);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.Write(new JsonObject
        {
            [ModelKinds.Kind] = ModelKinds.TransformerChain,
            ["scopes"] = new JsonArray([.. _scopes.Select(scope => JsonValue.Create($"{scope}"))]),
            ["transformers"] = new JsonArray([.. _transformers.Select(ModelSaveContext.Collect)]),
        });
    }

    public IEnumerator<ITransformer> GetEnumerator() => ((IEnumerable<ITransformer>)_transformers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes those of its transformers that can be.</summary>
    public void Dispose()
    {
        foreach (ITransformer transformer in _transformers)
            (transformer as IDisposable)?.Dispose();
    }
}
