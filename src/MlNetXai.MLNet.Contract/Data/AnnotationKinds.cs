namespace Microsoft.ML.Data;

/// <summary>The names of the annotations that steps of this assembly read or write.</summary>
internal static class AnnotationKinds
{
    /// <summary>One name per slot of a vector, <c>Vector&lt;String, size&gt;</c>.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>The value behind each key, <c>Vector&lt;T, count&gt;</c>.</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>Whether values are scaled to unit size, <c>Boolean</c>.</summary>
    public const string IsNormalized = "IsNormalized";

    /// <summary>Which task made a score, text: <c>MulticlassClassification</c>, <c>BinaryClassification</c>, ….</summary>
    public const string ScoreColumnKind = "ScoreColumnKind";

    /// <summary>What a score column holds, text: <c>Score</c>, <c>Probability</c>, <c>PredictedLabel</c>.</summary>
    public const string ScoreValueKind = "ScoreValueKind";

    /// <summary>The same key for all columns of one trainer.</summary>
    public const string ScoreColumnSetId = "ScoreColumnSetId";

    /// <summary>The class names that the trainer saw, <c>Vector&lt;T, classes&gt;</c>.</summary>
    public const string TrainingLabelValues = "TrainingLabelValues";

    /// <summary>First and last slot of each categorical value, <c>Vector&lt;Int32, ranges, 2&gt;</c>.</summary>
    public const string CategoricalSlotRanges = "CategoricalSlotRanges";
}
