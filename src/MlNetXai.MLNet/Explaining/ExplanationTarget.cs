using System.Text.Json.Serialization;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Which class of each row is explained.</summary>
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
public sealed record ExplanationTarget
{
    [JsonConstructor]
    private ExplanationTarget(string kind, string? name) => (Kind, Name) = (kind, name);

    /// <summary>The class with the largest score. Default.</summary>
    public static ExplanationTarget Predicted { get; } = new("predicted", null);

    /// <summary>"predicted", "label" or "class".</summary>
    [JsonInclude]
    internal string Kind { get; }

    /// <summary>Column or class.</summary>
    [JsonInclude]
    internal string? Name { get; }

    /// <summary>The class that a column names: text, or a key whose values are class names.</summary>
    /// <param name="columnName">The column. Default "Label".</param>
    public static ExplanationTarget Label(string columnName = "Label")
    {
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return new("label", columnName);
    }

    /// <summary>The same class for every row.</summary>
    /// <param name="className">One of the model's classes.</param>
    public static ExplanationTarget Class(string className)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        return new("class", className);
    }

    /// <summary>Text for messages: "predicted class", "label column 'Label'", "class 'V'".</summary>
    public override string ToString() => Kind switch
    {
        "label" => $"label column '{Name}'",
        "class" => $"class '{Name}'",
        _ => "predicted class",
    };

    /// <summary>The label column's name, or null where none is read.</summary>
    internal string? LabelColumn => Kind == "label" ? Name : null;

    /// <summary>Index of the class that a label names.</summary>
    /// <param name="model">Gives the classes.</param>
    /// <param name="label">Value of the label column.</param>
    /// <param name="position">Row, for the message.</param>
    /// <exception cref="ColumnValueException">The label is no class of the model.</exception>
    internal int ClassOf(ILogits model, string label, long position)
    {
        for (int c = 0; c < model.Classes.Count; c++)
        {
            if (model.Classes[c] == label)
                return c;
        }

        throw new ColumnValueException(
            LabelColumn!,
            position,
            $"the label is {(label.Length == 0 ? "missing" : $"'{label}'")}; it must be one of {string.Join(", ", model.Classes)}, the classes of '{model.Name}'. Leave the row out, or take the predicted class.");
    }

    /// <summary>Index of the fixed class, or null where it differs by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model has no such class.</exception>
    internal int? FixedClass(IReadOnlyList<string> classes, string model)
    {
        if (Kind != "class")
            return null;
        int index = classes.ToList().IndexOf(Name!);
        return index >= 0
            ? index
            : throw new ArgumentOutOfRangeException("target", $"'{Name}' is not a class of '{model}'. Explain one of {string.Join(", ", classes.Select(name => $"'{name}'"))}.");
    }
}
