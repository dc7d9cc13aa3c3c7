using Microsoft.ML;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>What makes an attribution column of a pipeline: for measures that explain anew.</summary>
internal sealed record ColumnExplainer(string Column, IExplanationMethod<Network> Method, Network Network, ExplanationTarget Target)
{
    /// <summary>The method with its options.</summary>
    public required ColumnMethod Settings { get; init; }

    /// <summary>The explainer of a column, the last one of that name, in nested chains too.</summary>
    /// <exception cref="ArgumentException">There is none, or it explains no network or by no attribution.</exception>
    public static ColumnExplainer Find(ITransformer model, string column)
    {
        ExplanationTransformer[] explainers = [.. All(model)];
        ExplanationTransformer? found = Array.FindLast(explainers, explainer => explainer.OutputColumnNames.Contains(column, StringComparer.Ordinal));
        return found is { Network: { } network } && found.ColumnMethod.ForNetworks is { } method
            ? new(column, method, network.Network, found.Made.First(made => made.Column == column).Target) { Settings = found.ColumnMethod }
            : throw new ArgumentException(
                found is null
                    ? $"No explainer in the model makes column '{column}'; those it has make {(explainers.Length == 0 ? "none" : string.Join(", ", explainers.SelectMany(explainer => explainer.OutputColumnNames)))}. Give the pipeline with the explainer in it."
                    : $"Column '{column}' is made by '{found.Method}' of a model that is no network, or is no attribution, so it cannot be measured by explaining anew. Name a column of another explainer.",
                nameof(column));
    }

    /// <summary>Classes explained.</summary>
    public int[] Targets(MeasuredRows rows) => TargetClasses.Of(Network, rows, Target);

    private static IEnumerable<ExplanationTransformer> All(ITransformer model) => model switch
    {
        ExplanationTransformer explainer => [explainer],
        IEnumerable<ITransformer> chain => chain.SelectMany(All),
        _ => [],
    };
}
