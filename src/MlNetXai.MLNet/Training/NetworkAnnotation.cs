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
    public static void Add(DataViewSchema.Annotations.Builder builder, ScoringModel model) =>
        builder.Add(Name, ModelDataViewType.Instance, (ref ScoringModel value) => value = model);

    /// <summary>The model behind a score column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent, or no network made it.</exception>
    public static ScoringModel Find(DataViewSchema schema, string scoreColumnName)
    {
        DataViewSchema.Column column = InputColumns.Require(schema, scoreColumnName, "score");
        return TryFind(column) ?? throw new ArgumentOutOfRangeException(
            nameof(schema),
            $"Schema mismatch for score column '{scoreColumnName}': expected an annotation '{Name}' with the network that made it, got none. "
            + "Put the explainer behind a network's trainer in one chain, load a saved pipeline with LoadExplained, or give the explainer the model as its first argument.");
    }

    /// <summary>The model behind a column, or null.</summary>
    public static ScoringModel? TryFind(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Name) is not { } annotation || !annotation.Type.Equals(ModelDataViewType.Instance))
            return null;
        ScoringModel model = null!;
        column.Annotations.GetValue(Name, ref model);
        return model;
    }

    /// <summary>Type of the annotation.</summary>
    internal sealed class ModelDataViewType : StructuredDataViewType
    {
        private ModelDataViewType()
            : base(typeof(ScoringModel))
        {
        }

        public static ModelDataViewType Instance { get; } = new();

        public override bool Equals(DataViewType? other) => other is ModelDataViewType;

        public override bool Equals(object? obj) => obj is ModelDataViewType;

        public override int GetHashCode() => typeof(ModelDataViewType).GetHashCode();

        public override string ToString() => "MlNetXai.Network";
    }
}
