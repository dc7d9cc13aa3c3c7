using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Any fitted transformer that makes a score from rows, for methods that need scores only.</summary>
/// <remarks>"Logits" are the values of the score column as they are. The transformer sees a view with the column of rows alone.</remarks>
internal sealed class BlackBoxModel : ILogits
{
    private readonly MLContext _context = new();
    private readonly ITransformer _transformer;
    private readonly SchemaDefinition _definition;
    private readonly string _scoreColumnName;

    /// <param name="transformer">The model.</param>
    /// <param name="schema">Schema of the data, whose column of rows gives the shape.</param>
    /// <param name="featureColumnName">Column of rows.</param>
    /// <param name="scoreColumnName">Column that the model makes: <c>Single</c>, or a vector of them of known size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model needs other columns, or makes no such score.</exception>
    public BlackBoxModel(ITransformer transformer, DataViewSchema schema, string featureColumnName, string scoreColumnName)
    {
        (_transformer, _scoreColumnName) = (transformer, scoreColumnName);
        (DataViewSchema.Column features, InputShape) = InputColumns.RequireRows(schema, featureColumnName);
        _definition = SchemaDefinition.Create(typeof(FeatureRow));
        (_definition[0].ColumnName, _definition[0].ColumnType) = (featureColumnName, features.Type);
        if (ColumnAnnotations.Slots(features) is { } slots)
        {
            ReadOnlyMemory<char>[] names = [.. slots.Select(slot => slot.AsMemory())];
            _definition[0].AddAnnotation(
                ColumnAnnotations.SlotNames, new VBuffer<ReadOnlyMemory<char>>(names.Length, names), new VectorDataViewType(TextDataViewType.Instance, names.Length));
        }

        DataViewSchema made = transformer.GetOutputSchema(_context.Data.LoadFromEnumerable(Array.Empty<FeatureRow>(), _definition).Schema);
        DataViewSchema.Column score = InputColumns.Require(made, scoreColumnName, "score");
        Classes = score.Type switch
        {
            NumberDataViewType single when single.Equals(NumberDataViewType.Single) => [scoreColumnName],
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType.Equals(NumberDataViewType.Single) =>
                ColumnAnnotations.Slots(score) ?? [.. Enumerable.Range(0, vector.Size).Select(index => $"{index}")],
            _ => throw InputColumns.Mismatch(score, "Single or Vector<Single> of known size", "Name the column of the model's scores.", "score"),
        };
    }

    /// <inheritdoc/>
    public string Name => _transformer.GetType().Name;

    /// <inheritdoc/>
    public RowShape InputShape { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public void Logits(Batch batch, Span<float> logits)
    {
        Require.Length(logits, (long)batch.Rows * Classes.Count);
        IDataView scored = _transformer.Transform(_context.Data.LoadFromEnumerable(Rows(batch), _definition));
        DataViewSchema.Column score = scored.Schema[_scoreColumnName];
        using DataViewRowCursor cursor = scored.GetRowCursor([score]);
        int row = 0;
        if (score.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(score);
            VBuffer<float> value = default;
            for (; cursor.MoveNext(); row++)
            {
                getter(ref value);
                if (value.Length != Classes.Count)
                    throw new ColumnValueException(_scoreColumnName, row, $"has {value.Length} values; the column's type promises {Classes.Count}. Check the model.");
                value.CopyTo(logits.Slice(row * Classes.Count, Classes.Count));
            }
        }
        else
        {
            ValueGetter<float> getter = cursor.GetGetter<float>(score);
            for (; cursor.MoveNext(); row++)
                getter(ref logits[row]);
        }

        if (row != batch.Rows)
            throw new MlNetXaiException($"'{Name}' gave scores of {row} rows for {batch.Rows}: a model that is explained must keep every row. Leave its filters out.");
        for (int i = 0; i < logits.Length; i++)
        {
            if (!float.IsFinite(logits[i]))
                throw new ColumnValueException(_scoreColumnName, i / Classes.Count, $"the score of '{Classes[i % Classes.Count]}' is {logits[i]}; scores must be finite. Check the model.");
        }
    }

    private static IEnumerable<FeatureRow> Rows(Batch batch)
    {
        for (int row = 0; row < batch.Rows; row++)
            yield return new() { Value = new(batch.Shape.Length, batch.Row(row).ToArray()) };
    }

    private sealed class FeatureRow
    {
        public VBuffer<float> Value { get; set; }
    }
}
