using System.Text.Json.Nodes;

namespace Microsoft.ML.Data;

/// <summary>Fitted <see cref="Transforms.ColumnConcatenatingEstimator"/>.</summary>
/// <remarks>
/// Slot names: a scalar's is its column's name, those of a named vector among others are <c>column.slot</c>, unnamed ones are empty; a vector alone keeps its own.
/// With an input of unknown size the output's is unknown, and has no names.
/// </remarks>
public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    private readonly string _outputColumnName;
    private readonly string[] _inputColumnNames;

    internal ColumnConcatenatingTransformer(string outputColumnName, string[] inputColumnNames) =>
        (_outputColumnName, _inputColumnNames) = (outputColumnName, inputColumnNames);

    internal static ColumnConcatenatingTransformer FromModel(JsonObject model) =>
        new(model.Member("output").Read<string>(), [.. model.Member("inputs").Items().Select(name => name.Read<string>())]);

    private protected override RowMap Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column[] inputs = [.. _inputColumnNames.Select(name => inputSchema.RequireInput(name))];
        DataViewType itemType = inputs[0].Type.ItemType();
        foreach (DataViewSchema.Column input in inputs)
        {
            if (itemType is not PrimitiveDataViewType || !input.Type.ItemType().Equals(itemType))
                throw Messages.SchemaMismatch("input", input.Name, $"{itemType}", $"{input.Type}");
        }

        return RowMap.Add(inputSchema, new AddedColumns([Concatenate(inputs, (PrimitiveDataViewType)itemType)]));
    }

    private protected override JsonObject ToModel() => new()
    {
        [ModelKinds.Kind] = ModelKinds.Concatenate,
        ["output"] = _outputColumnName,
        ["inputs"] = new JsonArray([.. _inputColumnNames.Select(name => JsonValue.Create(name))]),
    };

    private AddedColumn Concatenate(DataViewSchema.Column[] inputs, PrimitiveDataViewType itemType)
    {
        int[] indices = [.. inputs.Select(input => input.Index).Distinct()];
        if (inputs is [{ Type: VectorDataViewType } alone])
            return new(new(_outputColumnName, alone.Type, alone.Annotations), indices, row => Getters.GetGetter(row, alone));

        bool variable = inputs.Any(input => input.Type is VectorDataViewType { IsKnownSize: false });
        int size = variable ? 0 : inputs.Sum(input => input.Type is VectorDataViewType vector ? vector.Size : 1);
        return new(
            new(_outputColumnName, new VectorDataViewType(itemType, size), variable ? null : SlotNamesOf(inputs)),
            indices,
            row => RawTypes.Invoke(itemType.RawType, new GetterFactory(row, inputs)));
    }

    private static DataViewSchema.Annotations SlotNamesOf(DataViewSchema.Column[] inputs)
    {
        if (!inputs.Any(input => input.Type is not VectorDataViewType || input.HasSlotNames()))
            return null;

        ReadOnlyMemory<char>[] names = [.. inputs.SelectMany(NamesOf)];
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.Add(
            AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            Constants.Getter(new VBuffer<ReadOnlyMemory<char>>(names.Length, names)));
        return annotations.ToAnnotations();
    }

    private static IEnumerable<ReadOnlyMemory<char>> NamesOf(DataViewSchema.Column input)
    {
        if (input.Type is not VectorDataViewType vector)
            return [input.Name.AsMemory()];
        if (!input.HasSlotNames())
            return Enumerable.Repeat(ReadOnlyMemory<char>.Empty, vector.Size);

        VBuffer<ReadOnlyMemory<char>> names = default;
        input.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.IsEmpty ? name : $"{input.Name}.{name}".AsMemory())];
    }

    private sealed class GetterFactory(DataViewRow row, DataViewSchema.Column[] inputs) : IRawTypeFunction<Delegate>
    {
        public Delegate Invoke<T>()
        {
            Part<T>[] parts = [.. inputs.Select(input => new Part<T>(row, input))];
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => Join(parts, ref value));
        }

        // Dense when all parts are.
        private static void Join<T>(Part<T>[] parts, ref VBuffer<T> value)
        {
            int length = 0, count = 0;
            foreach (Part<T> part in parts)
            {
                part.Read();
                length += part.Value.Length;
                count += part.Value.GetValues().Length;
            }

            VBufferEditor<T> editor = VBufferEditor.Create(ref value, length, count);
            int start = 0, stored = 0;
            foreach (Part<T> part in parts)
            {
                ReadOnlySpan<T> values = part.Value.GetValues();
                ReadOnlySpan<int> indices = part.Value.GetIndices();
                values.CopyTo(editor.Values[stored..]);
                for (int i = 0; i < values.Length && !editor.Indices.IsEmpty; i++)
                    editor.Indices[stored + i] = start + (part.Value.IsDense ? i : indices[i]);
                start += part.Value.Length;
                stored += values.Length;
            }

            value = editor.Commit();
        }
    }

    // One input column, a scalar as a vector of length 1.
    private sealed class Part<T>
    {
        private readonly ValueGetter<VBuffer<T>> _vector;
        private readonly ValueGetter<T> _scalar;
        private readonly T[] _item;
        private VBuffer<T> _value;

        public Part(DataViewRow row, DataViewSchema.Column input)
        {
            if (input.Type is VectorDataViewType)
            {
                _vector = row.GetGetter<VBuffer<T>>(input);
                return;
            }

            _scalar = row.GetGetter<T>(input);
            _item = new T[1];
            _value = new(1, _item);
        }

        public VBuffer<T> Value => _value;

        public void Read()
        {
            if (_vector is null)
                _scalar(ref _item[0]);
            else
                _vector(ref _value);
        }
    }
}
