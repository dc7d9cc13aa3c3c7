using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Measures of attribution columns, and comparisons of models: <c>mlContext.Explanation</c>.</summary>
/// <remarks>Each measure reads the columns it needs once, holds them in memory (4 bytes per value), and gives objects and a data view of its numbers. Definitions: docs/evaluation.md.</remarks>
public sealed partial class ExplanationCatalog
{
    private readonly MLContext _context;

    internal ExplanationCatalog(MLContext context) => _context = context;

    /// <summary>The network within a fitted pipeline: the last one, in nested chains too.</summary>
    private static Network RequireNetwork(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return LastNetwork(model)?.Model ?? throw new ArgumentException(
            $"The model ({model.GetType().Name}) holds no network of this library, so nothing can be scored anew. Give the pipeline with the network's trainer or ApplyNetwork in it "
            + "(a saved one loaded with LoadExplained), or the network itself.",
            nameof(model));
    }

    private static NetworkTransformer? LastNetwork(ITransformer model) => model switch
    {
        NetworkTransformer network => network,
        IEnumerable<ITransformer> chain => chain.Reverse().Select(LastNetwork).FirstOrDefault(network => network is not null),
        _ => null,
    };

    private static IReadOnlyList<string> RequireNames(IReadOnlyList<string> attributionColumnNames)
    {
        ArgumentNullException.ThrowIfNull(attributionColumnNames);
        if (attributionColumnNames.Count == 0)
            throw new ArgumentException("No attribution column is named; name at least one.", nameof(attributionColumnNames));
        return attributionColumnNames.Distinct(StringComparer.Ordinal).Count() == attributionColumnNames.Count
            ? attributionColumnNames
            : throw new ArgumentException($"The attribution columns {string.Join(", ", attributionColumnNames)} are not all different; name each once.", nameof(attributionColumnNames));
    }
}
