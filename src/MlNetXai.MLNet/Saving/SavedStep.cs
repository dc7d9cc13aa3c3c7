using System.ComponentModel;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetXai.MLNet.Columns;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Saving;

/// <summary>The stock steps that stand for one of our transformers in a saved pipeline.</summary>
/// <remarks>Only ML.NET's own steps can be saved. So the state is the text of a value map (the same memory for every row, looked up by a constant tag), the code is a custom
/// mapping found by its name, and copies give the columns their names: tag → state → copies in → mapping → copies out → drop.</remarks>
internal static class SavedStep
{
    /// <summary>Column of the state.</summary>
    public const string State = InputColumns.OwnPrefix + "state";

    /// <summary>Column of the constant that the state is looked up by.</summary>
    public const string TagColumn = InputColumns.OwnPrefix + "tag";

    /// <summary>Column of rows.</summary>
    public const string Features = InputColumns.OwnPrefix + "features";

    /// <summary>Column of class names.</summary>
    public const string Label = InputColumns.OwnPrefix + "label";

    /// <summary>Column of the result.</summary>
    public const string Values = InputColumns.OwnPrefix + "values";

    /// <summary>Column of the predicted class.</summary>
    public const string Predicted = InputColumns.OwnPrefix + "predicted";

    /// <summary>The steps: tag, state and <paramref name="steps"/>, then all own columns dropped, in one flat chain.</summary>
    /// <param name="context">Makes the stock steps.</param>
    /// <param name="state">The state's text.</param>
    /// <param name="input">A view without rows, of the schema that the step reads.</param>
    /// <param name="own">Own columns that <paramref name="steps"/> make.</param>
    /// <param name="steps">Copies in, mapping, copies out.</param>
    public static ITransformer Fit(MLContext context, string state, IDataView input, IReadOnlyList<string> own, IReadOnlyList<IEstimator<ITransformer>> steps)
    {
        TransformsCatalog t = context.Transforms;
        EstimatorChain<ITransformer> chain = new();
        IEstimator<ITransformer>[] all =
        [
            t.CustomMapping(new TagFactory().GetMapping(), TagFactory.Name),
            t.Conversion.MapValue(State, new Dictionary<string, string>(StringComparer.Ordinal) { [TagFactory.Value] = state }, TagColumn),
            .. steps,
            t.DropColumns([TagColumn, State, .. own]),
        ];
        foreach (IEstimator<ITransformer> step in all)
            chain = chain.Append(step);
        return chain.Fit(input);
    }

    /// <summary>A view without rows, to fit steps that look at column types only.</summary>
    public static IDataView Empty(MLContext context, string features, RowShape shape, int rows = 0)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(FeatureRow));
        (definition[0].ColumnName, definition[0].ColumnType) = (features, InputColumns.VectorOf(shape));
        return context.Data.LoadFromEnumerable(Enumerable.Repeat(new FeatureRow(), rows).ToArray(), definition);
    }

    /// <summary>The same with a label column, a key of the network's classes or text.</summary>
    public static IDataView Empty(MLContext context, string features, Network network, string label, bool labelIsKey)
    {
        SchemaDefinition definition = SchemaDefinition.Create(labelIsKey ? typeof(KeyRow) : typeof(TextRow));
        (definition[0].ColumnName, definition[0].ColumnType) = (features, InputColumns.VectorOf(network.InputShape));
        definition[1].ColumnName = label;
        if (!labelIsKey)
            return context.Data.LoadFromEnumerable(Array.Empty<TextRow>(), definition);
        ReadOnlyMemory<char>[] classes = [.. network.Classes.Select(name => name.AsMemory())];
        definition[1].ColumnType = new KeyDataViewType(typeof(uint), classes.Length);
        definition[1].AddAnnotation(
            ColumnAnnotations.KeyValues, new VBuffer<ReadOnlyMemory<char>>(classes.Length, classes), new VectorDataViewType(TextDataViewType.Instance, classes.Length));
        return context.Data.LoadFromEnumerable(Array.Empty<KeyRow>(), definition);
    }

    /// <summary>The state's text in a loaded step, or null where the step is not one of ours.</summary>
    public static ReadOnlyMemory<char>? FindState(IReadOnlyList<ITransformer> parts)
    {
        if (parts is not [CustomMappingTransformer<NoInput, Tag>, ValueMappingTransformer, ColumnCopyingTransformer, .., ColumnSelectingTransformer])
            return null;
        IDataView one = new TransformerChain<ITransformer>(parts[0], parts[1]).Transform(Empty(new MLContext(), "x", new(1, 1), rows: 1));
        return one.GetColumn<ReadOnlyMemory<char>>(State).Single();
    }

    private sealed class FeatureRow
    {
        public VBuffer<float> Value { get; set; }
    }

    private sealed class TextRow
    {
        public VBuffer<float> Value { get; set; }

        public ReadOnlyMemory<char> Label { get; set; }
    }

    private sealed class KeyRow
    {
        public VBuffer<float> Value { get; set; }

        public uint Label { get; set; }
    }
}

/// <summary>Input of a mapping that reads no column; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NoInput;

/// <summary>The constant that a saved state is looked up by; public for ML.NET's sake.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Tag
{
    /// <summary>The constant.</summary>
    [ColumnName(SavedStep.TagColumn)]
    public ReadOnlyMemory<char> Value { get; set; }
}

/// <summary>Makes the constant; public for ML.NET's sake.</summary>
[CustomMappingFactoryAttribute(Name)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TagFactory : CustomMappingFactory<NoInput, Tag>
{
    internal const string Name = "MlNetXai.Tag";
    internal const string Value = "0";

    /// <inheritdoc/>
    public override Action<NoInput, Tag> GetMapping() => (_, tag) => tag.Value = Value.AsMemory();
}

/// <summary>The last state that a mapping has met: one network is built for all rows, on any thread.</summary>
internal sealed class StateCache<T>(Func<PipelineState, T> create)
    where T : class
{
    private readonly Lock _gate = new();
    private ReadOnlyMemory<char> _text;
    private T? _value;

    public T For(ReadOnlyMemory<char> text)
    {
        lock (_gate)
        {
            if (_value is null || !_text.Equals(text))
                (_text, _value) = (text, create(PipelineState.Parse(text)));
            return _value;
        }
    }
}
