using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Contract.Tests.Evaluation;

/// <summary>Views with the columns that evaluators read.</summary>
internal static class ScoredRows
{
    /// <param name="rows">Labels: key − 1, so that a value beyond <paramref name="keyCount"/> is a missing label.</param>
    /// <param name="keyCount">Of the label.</param>
    /// <param name="classes">Number of scores.</param>
    /// <param name="slotNames">Class names on the scores; null for none.</param>
    public static IDataView Multiclass(IEnumerable<KeyRow> rows, int keyCount, int classes, string[]? slotNames = null)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(KeyRow));
        definition["Label"].ColumnType = new KeyDataViewType(typeof(uint), keyCount);
        definition["PredictedLabel"].ColumnType = new KeyDataViewType(typeof(uint), classes);
        SetScore(definition, classes, slotNames);
        return new MLContext(1).Data.LoadFromEnumerable(rows, definition);
    }

    public static IDataView Multiclass(IEnumerable<SingleRow> rows, int classes, string[]? slotNames = null)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(SingleRow));
        definition["PredictedLabel"].ColumnType = new KeyDataViewType(typeof(uint), classes);
        SetScore(definition, classes, slotNames);
        return new MLContext(1).Data.LoadFromEnumerable(rows, definition);
    }

    private static void SetScore(SchemaDefinition definition, int classes, string[]? slotNames)
    {
        definition["Score"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classes);
        if (slotNames is null)
            return;
        VBuffer<ReadOnlyMemory<char>> names = new(classes, [.. slotNames.Select(name => name.AsMemory())]);
        definition["Score"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, classes));
    }

    internal sealed class KeyRow
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    internal sealed class SingleRow
    {
        public float Label { get; set; }


        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    internal sealed class BinaryRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
