using System.Diagnostics.CodeAnalysis;
using Microsoft.ML;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>One row of every class with what attribution columns say of it: the middle one of the class's rows, so that nobody chose it for its looks.</summary>
    /// <param name="data">Rows with their features, attributions and classes.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="labelColumnName">Class of a row: text or key.</param>
    /// <param name="featureColumnName">The rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <exception cref="ArgumentException">No column is named, or a column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows.</exception>
    /// <example>
    /// <code>
    /// AttributionExamples examples = mlContext.Explanation.Examples(explained, ["Occlusion", "Derivative"]);
    /// examples.ToFigure().SaveSvg(Path.Combine(folder, "examples.svg"));   // beats as SegmentBeats cuts them; else give a BeatWindow
    /// </code>
    /// </example>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Called on mlContext.Explanation, as all measures are.")]
    public AttributionExamples Examples(
        IDataView data, IReadOnlyList<string> attributionColumnNames, string labelColumnName = "Label", string featureColumnName = MeasuredColumns.DefaultFeatures)
    {
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        return new(MeasuredRows.Read(data, new(RequireNames(attributionColumnNames)) { Features = featureColumnName, Label = labelColumnName }, CancellationToken.None));
    }
}
