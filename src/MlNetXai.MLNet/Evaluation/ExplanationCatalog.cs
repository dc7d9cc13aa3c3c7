using Microsoft.ML;
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
    internal static Network RequireNetwork(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Last<NetworkTransformer>(model)?.Model ?? throw new ArgumentException(
            $"The model ({model.GetType().Name}) holds no network of this library, so nothing can be scored anew. Give the pipeline with the network's trainer or ApplyNetwork in it "
            + "(a saved one loaded with LoadExplained), or the network itself.",
            nameof(model));
    }

    /// <summary>The last step of a type, in nested chains too; null where there is none.</summary>
    internal static T? Last<T>(ITransformer model)
        where T : class, ITransformer => model switch
        {
            T step => step,
            IEnumerable<ITransformer> chain => chain.Reverse().Select(Last<T>).FirstOrDefault(step => step is not null),
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
