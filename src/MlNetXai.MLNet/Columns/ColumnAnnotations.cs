using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetXai.MLNet.Columns;

/// <summary>Annotations of the columns made here, by ML.NET's names.</summary>
internal static class ColumnAnnotations
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreValueKind = "ScoreValueKind";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string TrainingLabelValues = "TrainingLabelValues";

    /// <summary>Name of the method that made an attribution column.</summary>
    public const string Method = "MlNetXai.Method";

    /// <summary>What an attribution column explains: the text of <see cref="Saving.SavedTarget"/>.</summary>
    public const string Target = "MlNetXai.Target";

    /// <summary>Adds a vector of texts.</summary>
    public static void AddTexts(this DataViewSchema.Annotations.Builder builder, string kind, IReadOnlyList<string> texts)
    {
        ReadOnlyMemory<char>[] values = [.. texts.Select(text => text.AsMemory())];
        builder.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> destination) => new VBuffer<ReadOnlyMemory<char>>(values.Length, values).CopyTo(ref destination));
    }

    /// <summary>Adds one text.</summary>
    public static void AddText(this DataViewSchema.Annotations.Builder builder, string kind, string text) =>
        builder.AddPrimitiveValue(kind, TextDataViewType.Instance, text.AsMemory());

    /// <summary>Slot names of rows: "t{step}" for one channel, else "{lead}@t{step}".</summary>
    /// <param name="shape">Steps and channels.</param>
    /// <param name="leads">Names of the channels, or null: their numbers.</param>
    public static string[] RowSlots(RowShape shape, IReadOnlyList<string>? leads = null)
    {
        string[] names = new string[shape.Length];
        for (int i = 0; i < names.Length; i++)
        {
            (int step, int channel) = (i / shape.Channels, i % shape.Channels);
            names[i] = shape.Channels == 1 ? $"t{step}" : $"{leads?[channel] ?? $"{channel}"}@t{step}";
        }

        return names;
    }

    /// <summary>Slot names of a column, or null where it has none.</summary>
    public static string[]? Slots(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
            return null;
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>An annotation set with slot names only.</summary>
    public static DataViewSchema.Annotations WithSlots(IReadOnlyList<string> names)
    {
        DataViewSchema.Annotations.Builder builder = new();
        builder.AddTexts(SlotNames, names);
        return builder.ToAnnotations();
    }
}
