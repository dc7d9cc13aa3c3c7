namespace Microsoft.ML;

public sealed class PredictionEngine<TSrc, TDst> : Microsoft.ML.PredictionEngineBase<TSrc, TDst> where TSrc : class where TDst : class, new()
{
    public override void Predict(TSrc example, ref TDst prediction) => throw new System.NotImplementedException();
}
