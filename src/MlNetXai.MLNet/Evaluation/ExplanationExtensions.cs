using Microsoft.ML;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>The extension property <c>mlContext.Explanation</c>.</summary>
/// <example>
/// <code>
/// ExplanationCatalog measures = mlContext.Explanation;   // before C# 14: ExplanationExtensions.get_Explanation(mlContext)
/// Console.WriteLine(measures.Aggregate(explained, "Occlusion"));
/// </code>
/// </example>
public static class ExplanationExtensions
{
    extension(MLContext context)
    {
        /// <summary>Measures of explanations. Compilers before C# 14 write <c>ExplanationExtensions.get_Explanation(mlContext)</c>.</summary>
        public ExplanationCatalog Explanation
        {
            get
            {
                ArgumentNullException.ThrowIfNull(context);
                return new(context);
            }
        }
    }
}
