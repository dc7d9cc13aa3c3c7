using Microsoft.ML;

namespace MlNetXai.MLNet.Tests.Conformance;

/// <summary>Every estimator that works on recordings.</summary>
internal static class RecordCases
{
    public static IReadOnlyList<IEstimator<ITransformer>> Estimators { get; } = [];
}
