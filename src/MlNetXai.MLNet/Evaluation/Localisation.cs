using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Columns;

namespace MlNetXai.MLNet.Evaluation;

public sealed partial class ExplanationCatalog
{
    /// <summary>How well an attribution column finds a known truth, for all rows and per class.</summary>
    /// <param name="data">Rows with attributions and truth, e.g. synthetic beats.</param>
    /// <param name="attributionColumnName">Attributions, <c>Vector&lt;Single, T, D&gt;</c>.</param>
    /// <param name="truthColumnName">What makes the class: a vector of Single 0/1 or Boolean, T or T·D values.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <inheritdoc cref="Localisation(IDataView, IReadOnlyList{string}, string, LocalisationMeasureOptions?)" path="/exception"/>
    /// <example>
    /// <code>
    /// LocalisationMeasure one = mlContext.Explanation.Localisation(explained, "Occlusion", truthColumnName: "Evidence");
    /// LocalisationMeasure both = mlContext.Explanation.Localisation(explained, ["Occlusion", "Derivative"]);
    /// Console.WriteLine(both);   // a table
    /// </code>
    /// </example>
    public LocalisationMeasure Localisation(IDataView data, string attributionColumnName, string truthColumnName = "Evidence", LocalisationMeasureOptions? options = null) =>
        Localisation(data, [attributionColumnName], truthColumnName, options);

    /// <summary>How well several attribution columns find a known truth, for all rows and per class.</summary>
    /// <param name="data">Rows with attributions and truth, e.g. synthetic beats.</param>
    /// <param name="attributionColumnNames">Attributions, each <c>Vector&lt;Single, T, D&gt;</c>, of one shape.</param>
    /// <param name="truthColumnName">What makes the class: a vector of Single 0/1 or Boolean, T or T·D values.</param>
    /// <param name="options">Columns and settings; null: the defaults.</param>
    /// <exception cref="ArgumentException">No column is named, a column's method has no salience, or a column explains one class where the truth is of each row's own.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value, label or truth is missing or wrong; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows, or none has a truth.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LocalisationMeasure Localisation(
        IDataView data, IReadOnlyList<string> attributionColumnNames, string truthColumnName = "Evidence", LocalisationMeasureOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(truthColumnName);
        options ??= new();
        MeasuredRows rows = MeasuredRows.Read(
            data,
            new(RequireNames(attributionColumnNames)) { Truth = truthColumnName, Label = options.LabelColumnName, Patient = options.PatientColumnName },
            options.Cancellation);
        if (!rows.Truths.Any(truth => truth.Contains(true)))
            throw new MlNetXaiException($"Column '{truthColumnName}' is 0 in all {rows.Count} rows, so there is nothing to find. Name the column of the truth, or measure rows that have one.");

        RequireOwnClass(rows, truthColumnName);
        Localisation measure = new(options.Measure);
        return new(_context, [.. rows.Attributions.Select(attribution => measure.Measure(attribution.Values, rows.Truths))], rows, options.Bootstrap);
    }

    // What SegmentBeats makes says where the class of the beat itself shows; a map of another class looks elsewhere, rightly.
    private static void RequireOwnClass(MeasuredRows rows, string truthColumnName)
    {
        if (truthColumnName != BeatColumns.Evidence || rows.Labels is not { } labels)
            return;
        foreach (MeasuredAttribution attribution in rows.Attributions)
        {
            if (attribution.Target is { IsOneClass: true } target && Array.FindIndex(labels, label => rows.Classes[label] != target.Names![0]) is >= 0 and int other)
            {
                throw new ArgumentException(
                    $"Column '{attribution.Name}' explains the {target}, and column '{truthColumnName}' says where each row's own class shows; there are rows of class '{rows.Classes[labels[other]]}'. "
                    + "Explain ExplanationTarget.Label(), or measure the rows of the one class (FilterByCustomPredicate).",
                    nameof(rows));
            }
        }
    }
}
