namespace Microsoft.ML.Data;

public sealed class TransformerChain<TLastTransformer> : Microsoft.ML.ICanSaveModel, Microsoft.ML.ITransformer, System.Collections.Generic.IEnumerable<Microsoft.ML.ITransformer>, System.Collections.IEnumerable, System.IDisposable where TLastTransformer : class, Microsoft.ML.ITransformer
{
    public TransformerChain(System.Collections.Generic.IEnumerable<Microsoft.ML.ITransformer> transformers, System.Collections.Generic.IEnumerable<Microsoft.ML.Data.TransformerScope> scopes) => throw new System.NotImplementedException();
    public TransformerChain(params Microsoft.ML.ITransformer[] transformers) => throw new System.NotImplementedException();
    public readonly TLastTransformer LastTransformer;
    public Microsoft.ML.Data.TransformerChain<Microsoft.ML.ITransformer> GetModelFor(Microsoft.ML.Data.TransformerScope scopeFilter) => throw new System.NotImplementedException();
    public Microsoft.ML.Data.TransformerChain<TNewLast> Append<TNewLast>(TNewLast transformer, Microsoft.ML.Data.TransformerScope scope = Microsoft.ML.Data.TransformerScope.Everything) where TNewLast : class, Microsoft.ML.ITransformer => throw new System.NotImplementedException();
    public Microsoft.ML.DataViewSchema GetOutputSchema(Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
    public Microsoft.ML.DataViewSchema GetOutputSchema(Microsoft.ML.DataViewSchema inputSchema, Microsoft.ML.Data.TransformerScope scope) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView Transform(Microsoft.ML.IDataView input) => throw new System.NotImplementedException();
    public Microsoft.ML.IDataView Transform(Microsoft.ML.IDataView input, Microsoft.ML.Data.TransformerScope scope) => throw new System.NotImplementedException();
    public System.Collections.Generic.IEnumerator<Microsoft.ML.ITransformer> GetEnumerator() => throw new System.NotImplementedException();
    public void Dispose() => throw new System.NotImplementedException();
    void Microsoft.ML.ICanSaveModel.Save(Microsoft.ML.ModelSaveContext ctx) => throw new System.NotImplementedException();
    bool Microsoft.ML.ITransformer.IsRowToRowMapper => throw new System.NotImplementedException();
    Microsoft.ML.Data.IRowToRowMapper Microsoft.ML.ITransformer.GetRowToRowMapper(Microsoft.ML.DataViewSchema inputSchema) => throw new System.NotImplementedException();
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
