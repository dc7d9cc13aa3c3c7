using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <inheritdoc cref="PredictionEngineBase{TSrc, TDst}"/>
public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, PredictionEngineOptions options)
        : base(transformer, options)
    {
    }

    /// <summary>An engine whose example has the types and annotations of <paramref name="inputSchema"/>.</summary>
    internal PredictionEngine(ITransformer transformer, DataViewSchema inputSchema)
        : this(transformer, new PredictionEngineOptions { InputSchemaDefinition = SchemaDefinition.CreateWithTypesOf(typeof(TSrc), inputSchema) })
    {
    }

    public override void Predict(TSrc example, ref TDst prediction) => Fill(example, ref prediction);
}
