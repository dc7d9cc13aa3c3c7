namespace Microsoft.ML;

public abstract class PredictionEngineBase<TSrc, TDst> : System.IDisposable where TSrc : class where TDst : class, new()
{
    public TDst Predict(TSrc example) => throw new System.NotImplementedException();
    public abstract void Predict(TSrc example, ref TDst prediction);
    public void Dispose() => throw new System.NotImplementedException();
    public Microsoft.ML.DataViewSchema OutputSchema { get => throw new System.NotImplementedException(); }
}
