using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Training;

/// <summary>The network behind a score column, by reference in the column's annotation: how an explainer in the same chain finds it.</summary>
/// <remarks>Passes through later steps, caches and cross-validation; files of a data view drop it.</remarks>
internal static class NetworkAnnotation
{
    public const string Name = "MlNetXai.Network";

    /// <summary>Puts the model into a score column's annotations.</summary>
    /// <param name="builder">The annotations.</param>
    /// <param name="model">What makes the scores.</param>
    /// <param name="rows">The column that it reads.</param>
    public static void Add(DataViewSchema.Annotations.Builder builder, ScoringModel model, DataViewSchema.Column rows) =>
        builder.Add(Name, ModelDataViewType.Instance, (ref ScoredRows value) => value = new(model, rows));

    /// <summary>The model behind a score column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent, or no network made it.</exception>
    public static ScoringModel Find(DataViewSchema schema, string scoreColumnName)
    {
        DataViewSchema.Column column = InputColumns.Require(schema, scoreColumnName, "score");
        return TryRead(column)?.Model ?? throw new ArgumentOutOfRangeException(
            nameof(schema),
            $"Schema mismatch for score column '{scoreColumnName}': expected an annotation '{Name}' with the network that made it, got none. "
            + "Put the explainer behind a network's trainer in one chain, load a saved pipeline with LoadExplained, or give the explainer the model as its first argument.");
    }

    /// <summary>Whether a column has the scores that a model gives of these rows, so that nobody need score them again.</summary>
    /// <remarks>A schema does not say whether two columns of one name hold the same values. Annotations pass by reference through whatever keeps a column, and whatever changes its
    /// values makes new ones; of rows without annotations nothing is known.</remarks>
    public static bool HasScoresOf(DataViewSchema.Column score, ScoringModel model, DataViewSchema.Column rows) =>
        TryRead(score) is { } behind && behind.Model.IsSameAs(model)
        && (behind.Rows.Name, behind.Rows.Index) == (rows.Name, rows.Index) && rows.Annotations.Schema.Count > 0 && ReferenceEquals(behind.Rows.Annotations, rows.Annotations);

    private static ScoredRows? TryRead(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Name) is not { } annotation || !annotation.Type.Equals(ModelDataViewType.Instance))
            return null;
        ScoredRows value = null!;
        column.Annotations.GetValue(Name, ref value);
        return value;
    }

    /// <summary>A model and the column of rows that it scored.</summary>
    internal sealed record ScoredRows(ScoringModel Model, DataViewSchema.Column Rows);

    /// <summary>Type of the annotation.</summary>
    internal sealed class ModelDataViewType : StructuredDataViewType
    {
        private ModelDataViewType()
            : base(typeof(ScoredRows))
        {
        }

        public static ModelDataViewType Instance { get; } = new();

        public override bool Equals(DataViewType? other) => other is ModelDataViewType;

        public override bool Equals(object? obj) => obj is ModelDataViewType;

        public override int GetHashCode() => typeof(ModelDataViewType).GetHashCode();

        public override string ToString() => "MlNetXai.Network";
    }
}
