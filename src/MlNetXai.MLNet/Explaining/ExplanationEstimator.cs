using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Adds a column of attributions; made by <see cref="ExplainCatalog"/>.</summary>
/// <example>
/// <code>
/// IEstimator&lt;ITransformer&gt; pipeline = mlContext.MulticlassClassification.Trainers.Lstm(maxEpochs: 2)
///     .Append(mlContext.Transforms.Explain.Occlusion("Occlusion", target: ExplanationTarget.Predicted, options: new() { Windows = OcclusionWindows.StudyA(5), MeanDrop = true }))
///     .Append(mlContext.Transforms.Explain.Saliency("Derivative", target: ExplanationTarget.Label("Label")))
///     .Append(mlContext.Transforms.Explain.LearnedMask("Mask", target: ExplanationTarget.Class("V"), options: new() { Iterations = 20 }))
///     .Append(mlContext.Transforms.Explain.TemporalOutputScore("Prefixes"))
///     .Append(mlContext.Transforms.Explain.Method("input-derivative", "ByName", options: new SaliencyOptions { Score = ScoreKind.Probability }));
/// IDataView explained = pipeline.Fit(beats).Transform(beats);
/// float[] attribution = explained.GetColumn&lt;float[]&gt;("Occlusion").First();   // one value per step and channel
/// </code>
/// </example>
public sealed class ExplanationEstimator : IEstimator<ExplanationTransformer>
{
    private readonly ColumnMethod _method;
    private readonly ExplanationColumns _columns;
    private readonly string _scoreColumnName;
    private readonly ScoringModel? _network;
    private readonly ITransformer? _blackBox;

    /// <summary>Explains the network behind a score column.</summary>
    internal ExplanationEstimator(MethodDescription method, object? options, ExplanationColumns columns, string scoreColumnName) =>
        (_method, _columns, _scoreColumnName) = (new(method, options), columns, scoreColumnName);

    /// <summary>Explains that network.</summary>
    internal ExplanationEstimator(MethodDescription method, object? options, ExplanationColumns columns, ScoringModel network)
        : this(method, options, columns, "") => _network = network;

    /// <summary>Explains the scores that any transformer makes.</summary>
    internal ExplanationEstimator(MethodDescription method, object? options, ExplanationColumns columns, ITransformer blackBox, string scoreColumnName)
        : this(method, options, columns, scoreColumnName) => _blackBox = blackBox;

    /// <summary>Finds the network and checks the columns; nothing is explained before the column is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type, or the score column has no network behind it.</exception>
    /// <exception cref="MissingCapabilityException">The model does not give what the method needs.</exception>
    /// <exception cref="ShapeException">A baseline, background or segment of the options does not fit the model's rows.</exception>
    /// <exception cref="ArgumentException">A layer of the options is not there, or two options do not go together.</exception>
    public ExplanationTransformer Fit(IDataView input)
    {
        bool labelIsKey = _columns.Target.LabelColumn is { } label && InputColumns.Require(input.Schema, label, "label").Type is KeyDataViewType;
        ExplanationColumns columns = _columns with { LabelIsKey = labelIsKey, Score = _scoreColumnName.Length > 0 && _blackBox is null ? _scoreColumnName : null };
        ExplanationTransformer transformer = _blackBox is not null
            ? new(new BlackBoxModel(_blackBox, input.Schema, columns.Features, _scoreColumnName), _method, columns)
            : new(_network ?? NetworkAnnotation.Find(input.Schema, _scoreColumnName), _method, columns);
        _ = transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ShapeColumns.RequireRows(inputSchema, _columns.Features);
        if (_blackBox is null && _network is null)
            ShapeColumns.Require(inputSchema, _scoreColumnName, "score", $"a column with the annotation '{NetworkAnnotation.Name}'", column => column.Annotations.Any(annotation => annotation.Name == NetworkAnnotation.Name));
        if (_columns.Target.LabelColumn is { } label)
            ShapeColumns.Require(inputSchema, label, "label", "String or Key", column => column.IsKey || column.ItemType.RawType == typeof(ReadOnlyMemory<char>));

        // Sizes are no part of a shape. Where all classes are explained and the network is still to be trained, nobody knows how many columns there will be.
        IReadOnlyList<(string, ExplanationTarget)> made = _columns.Target.Columns(_columns.Output, _network?.Network.Classes) ?? [];
        return ShapeColumns.With(inputSchema, made.Select(column => ExplanationTransformer.Column(column, new(2, 1), ["", ""], _method.Description.Name)));
    }
}
