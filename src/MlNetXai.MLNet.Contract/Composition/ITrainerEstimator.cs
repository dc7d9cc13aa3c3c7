namespace Microsoft.ML.Trainers;

public interface ITrainerEstimator<out TTransformer, out TModel> : Microsoft.ML.IEstimator<TTransformer> where TTransformer : Microsoft.ML.IPredictionTransformer<TModel> where TModel : class
{
    Microsoft.ML.TrainerInfo Info { get; }
}
