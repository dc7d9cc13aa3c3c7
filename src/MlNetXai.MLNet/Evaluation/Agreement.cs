using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>How far attribution columns agree, pair by pair, for all rows and per class; see <see cref="Explanations.Evaluation.Agreement"/>.</summary>
    /// <param name="data">Rows with attributions.</param>
    /// <param name="attributionColumnNames">Two or more columns of attributions, each <c>Vector&lt;Single, T, D&gt;</c>, of one shape.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">Fewer than two columns are named, or a column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value or label is missing; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or the columns differ in shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <example>
    /// <code>
    /// AgreementMeasure agreement = mlContext.Explanation.Agreement(explained, ["Occlusion", "Derivative"]);
    /// Console.WriteLine(agreement);   // a table
    /// </code>
    /// </example>
    public AgreementMeasure Agreement(IDataView data, IReadOnlyList<string> attributionColumnNames, AgreementMeasureOptions? options = null)
    {
        if (RequireNames(attributionColumnNames).Count < 2)
            throw new ArgumentException($"Only column '{attributionColumnNames[0]}' is named; agreement is between two or more.", nameof(attributionColumnNames));
        options ??= new();
        MeasuredRows rows = MeasuredRows.Read(data, new(attributionColumnNames) { Label = options.LabelColumnName, Patient = options.PatientColumnName }, options.Cancellation);
        return new(_context, new Agreement(options.Measure).Measure(Maps(rows)), rows, options.Bootstrap);
    }
}
