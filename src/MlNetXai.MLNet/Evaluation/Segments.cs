using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>What an attribution column says of each segment of the rows, per class: studies B and C's eleven segments; see <see cref="BeatSegments"/>.</summary>
    /// <param name="data">Rows with attributions and classes.</param>
    /// <param name="attributionColumnName">Attributions, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="labelColumnName">Class by which rows are grouped: text or key, e.g. "Label" or "PredictedLabel".</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">The column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing, or bounds of a wave are no steps in order; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, a segment reaches beyond them, or no row has an R wave to be cut at.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// SegmentMeasure segments = mlContext.Explanation.Segments(explained, "Occlusion", labelColumnName: "Label");
    /// Console.WriteLine(segments);   // a table
    /// </code>
    /// </example>
    public SegmentMeasure Segments(IDataView data, string attributionColumnName, string labelColumnName = "Label", SegmentMeasureOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributionColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        MeasuredRows rows = MeasuredRows.Read(data, new([attributionColumnName]) { Features = MeasuredColumns.FeaturesFor(data.Schema, options.FeatureColumnName, attributionColumnName), Label = labelColumnName, Waves = options.WavesColumnName, Patient = options.PatientColumnName }, options.Cancellation);
        return new(_context, rows, options);
    }
}
