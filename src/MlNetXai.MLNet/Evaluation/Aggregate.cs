using Microsoft.ML;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>Mean, standard deviation and interval of an attribution column per class and slot: what a method looks at in each class.</summary>
    /// <param name="data">Rows with attributions and classes.</param>
    /// <param name="attributionColumnName">Attributions, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="labelColumnName">Class by which rows are grouped: text or key, e.g. "Label" or "PredictedLabel".</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">The column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// AttributionAggregate byLabel = mlContext.Explanation.Aggregate(explained, "Occlusion", labelColumnName: "Label");
    /// Console.WriteLine(byLabel);   // a table
    /// </code>
    /// </example>
    public AttributionAggregate Aggregate(IDataView data, string attributionColumnName, string labelColumnName = "Label", AggregateOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(attributionColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        MeasuredRows rows = MeasuredRows.Read(data, new([attributionColumnName]) { Features = MeasuredColumns.FeaturesFor(data.Schema, options.FeatureColumnName, attributionColumnName), Label = labelColumnName, Predicted = options.PredictedLabelColumnName, Patient = options.PatientColumnName }, options.Cancellation);
        return new(_context, rows, ColumnAnnotations.Slots(data.Schema[attributionColumnName]), options);
    }
}
