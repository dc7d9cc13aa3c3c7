using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks.Training;

namespace MlNetXai.MLNet.Training;

/// <summary>Rows and classes of a data view, in memory.</summary>
internal sealed class LabelledColumns
{
    private const string KeyRemedy = "Put Conversion.MapValueToKey before the trainer.";

    private LabelledColumns(string[] classes, Batch values, int[] labels, string[]? groups) => (Classes, Rows, Groups) = (classes, new(values, labels), groups);

    /// <summary>Class names in the order of the keys.</summary>
    public string[] Classes { get; }

    public LabelledRows Rows { get; }

    /// <summary>Group of each row, or null where there is no such column.</summary>
    public string[]? Groups { get; }

    /// <summary>Reads a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="features">Column of the rows.</param>
    /// <param name="label">Column of the classes.</param>
    /// <param name="group">Column that keeps rows together, or null.</param>
    /// <param name="like">Rows whose shape and classes these must have, or null.</param>
    public static LabelledColumns Read(IDataView view, string features, string label, string? group, LabelledColumns? like = null)
    {
        (DataViewSchema.Column featureColumn, RowShape shape) = InputColumns.RequireRows(view.Schema, features);
        DataViewSchema.Column labelColumn = InputColumns.Require(view.Schema, label, "label");
        string[] classes = RequireClasses(labelColumn);
        if (like is not null && like.Rows.Rows.Shape != shape)
            throw InputColumns.Mismatch(featureColumn, $"{InputColumns.VectorOf(like.Rows.Rows.Shape)}", "The validation set must have rows like the training data.", "feature");
        if (like is not null && !like.Classes.SequenceEqual(classes, StringComparer.Ordinal))
        {
            throw InputColumns.Mismatch(
                labelColumn,
                $"key values {string.Join(", ", like.Classes)}",
                $"The validation set has {string.Join(", ", classes)}: map the labels of both with one fitted MapValueToKey.",
                "label");
        }

        DataViewSchema.Column? groupColumn = group is null ? null : view.Schema.GetColumnOrNull(group);
        DataViewSchema.Column[] needed = groupColumn is { } found ? [featureColumn, labelColumn, found] : [featureColumn, labelColumn];
        using DataViewRowCursor cursor = view.GetRowCursor(needed);
        ValueGetter<VBuffer<float>> values = cursor.GetGetter<VBuffer<float>>(cursor.Schema[featureColumn.Index]);
        Func<ulong> keys = NameReader.KeyNumber(cursor, labelColumn);
        Func<string>? names = groupColumn is { } column ? NameReader.Create(cursor, column, "group") : null;
        RowStore rows = new(shape, view.GetRowCount());
        List<int> labels = [];
        List<string> groups = [];
        VBuffer<float> value = default;
        while (cursor.MoveNext())
        {
            values(ref value);
            RowReader.Copy(value, rows.Add(), features, cursor.Position);
            ulong key = keys();
            if (key == 0 || key > (ulong)classes.Length)
                throw new ColumnValueException(label, cursor.Position, $"the label is missing; every row must have one of {string.Join(", ", classes)}. Leave the row out (FilterRowsByMissingValues).");
            labels.Add((int)key - 1);
            if (names is not null)
                groups.Add(names());
        }

        return new(classes, rows.ToBatch(), [.. labels], names is null ? null : [.. groups]);
    }

    /// <summary>Training and validation rows: a share of the groups is drawn for the latter, in both the order is kept.</summary>
    /// <exception cref="MlNetXaiException">There are fewer than two groups.</exception>
    public (LabelledRows Training, LabelledRows Validation) HoldOut(double share, ulong seed)
    {
        string[] groups = Groups is null ? [.. Enumerable.Range(0, Rows.Rows.Rows).Select(row => $"{row}")] : [.. Groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (groups.Length < 2)
        {
            throw new MlNetXaiException(
                $"The training data have {groups.Length} {(Groups is null ? "rows" : "patients (or groups)")}; at least 2 are needed to hold some out for validation. Set the trainer's ValidationSet.");
        }

        new Philox(seed, "validation share").Draws().Shuffle(groups.AsSpan());
        int count = Math.Clamp((int)Math.Round(share * groups.Length), 1, groups.Length - 1);
        HashSet<string> held = new(groups.Take(count), StringComparer.Ordinal);
        ILookup<bool, int> rows = Enumerable.Range(0, Rows.Rows.Rows).ToLookup(row => held.Contains(Groups is null ? $"{row}" : Groups[row]));
        return (Part([.. rows[false]]), Part([.. rows[true]]));
    }

    private static string[] RequireClasses(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType)
            throw InputColumns.Mismatch(label, "Key", KeyRemedy, "label");
        string[] classes = InputColumns.KeyValues(label) ?? throw InputColumns.Mismatch(label, "Key with KeyValues of type String", KeyRemedy, "label");
        return classes.Length >= 2 ? classes : throw InputColumns.Mismatch(label, "Key of at least 2 classes", "A classifier needs two classes or more.", "label");
    }

    private LabelledRows Part(int[] rows) => new(Rows.Rows.Gather(rows), [.. rows.Select(row => Rows.Labels[row])]);
}
