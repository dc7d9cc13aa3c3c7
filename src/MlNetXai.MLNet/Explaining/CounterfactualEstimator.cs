using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Evaluation;
using MlNetXai.MLNet.Training;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Names of the columns that a counterfactual reads and makes.</summary>
/// <param name="Output">X of "X.Counterfactual", "X.Start", "X.Length" and "X.Probability".</param>
/// <param name="Features">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
/// <param name="Label">Class of the training rows; not read later.</param>
/// <param name="Patient">Patient, or null.</param>
internal sealed record CounterfactualColumns(string Output, string Features, string Label, string? Patient)
{
    public string Counterfactual => $"{Output}.Counterfactual";

    public string Start => $"{Output}.Start";

    public string Length => $"{Output}.Length";

    public string Probability => $"{Output}.Probability";
}

/// <summary>Adds counterfactuals; made by <see cref="ExplainCatalog"/>.</summary>
/// <example>
/// <code>
/// CounterfactualEstimator estimator = mlContext.Transforms.Explain.Counterfactual(network, "Other");
/// CounterfactualTransformer explainer = estimator.Fit(beats);   // keeps up to 2,000 of these rows
/// IDataView explained = explainer.Transform(beats);
/// </code>
/// </example>
public sealed class CounterfactualEstimator : IEstimator<CounterfactualTransformer>
{
    private readonly CounterfactualColumns _columns;
    private readonly CounterfactualOptions _options;
    private readonly ScoringModel? _network;
    private readonly string _scoreColumnName;

    internal CounterfactualEstimator(CounterfactualColumns columns, CounterfactualOptions options, ScoringModel? network, string scoreColumnName) =>
        (_columns, _options, _network, _scoreColumnName) = (columns, options, network, scoreColumnName);

    /// <summary>Reads the training rows and keeps candidates of every class and patient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or the score column has no network behind it.</exception>
    /// <exception cref="ColumnValueException">A value is missing, or a label is no class of the network; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows.</exception>
    public CounterfactualTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ScoringModel model = _network ?? NetworkAnnotation.Find(input.Schema, _scoreColumnName);
        _ = InputColumns.RequireRows(input.Schema, _columns.Features, model.Network.InputShape, model.Network.Name);
        RequirePatient(input.Schema, _columns);
        MeasuredRows rows = MeasuredRows.Read(
            input,
            new([]) { Features = _columns.Features, Model = (model.Network.InputShape, model.Network.Name), Label = _columns.Label, Patient = _columns.Patient },
            CancellationToken.None);
        int[] labels = TargetClasses.Of(model.Network, rows, ExplanationTarget.Label(_columns.Label));
        CounterfactualCandidates candidates = new CounterfactualCandidates(rows.Features!, labels, rows.Patients).Draw(_options.MostCandidates, model.Network.Classes.Count, _options.Seed);
        return new(model, _columns, _options, candidates);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeColumns.RequireRows(inputSchema, _columns.Features);
        if (_network is null)
            ShapeColumns.Require(inputSchema, _scoreColumnName, "score", $"a column with the annotation '{NetworkAnnotation.Name}'", column => column.Annotations.Any(annotation => annotation.Name == NetworkAnnotation.Name));
        ShapeColumns.Require(inputSchema, _columns.Label, "label", "String or Key", column => column.IsKey || column.ItemType.RawType == typeof(ReadOnlyMemory<char>));
        if (_columns.Patient is { } patient)
            ShapeColumns.Require(inputSchema, patient, "patient", "String", column => column.ItemType.RawType == typeof(ReadOnlyMemory<char>));

        // Sizes are no part of a shape.
        return ShapeColumns.With(inputSchema, CounterfactualTransformer.Made(_columns, new(2, 1), ["", ""]));
    }

    /// <summary>The patient column, which must be text: so it is the same in a saved pipeline.</summary>
    internal static DataViewSchema.Column? RequirePatient(DataViewSchema schema, CounterfactualColumns columns) => columns.Patient is not { } name ? null
        : InputColumns.Require(schema, name, TextDataViewType.Instance, "Convert it (Conversion.ConvertType), or give null: any row may then be a guide.", "patient");
}
