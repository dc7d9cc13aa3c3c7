using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>Paragraphs 1.3 and 1.5 of the behaviour that the contract describes.</summary>
public sealed class CustomMappingTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Transform_OutputActive_ComputesEachRow()
    {
        IDataView data = Context.Transforms.CustomMapping<Input, Output>(Double, contractName: null).Fit(Rows(3)).Transform(Rows(3));

        Assert.Equal([0f, 2f, 4f], data.GetColumn<float>("Twice"));
        Assert.Equal(["0", "1", "2"], data.GetColumn<string>("Text"));
        Assert.Equal([0f, 1f, 2f], data.GetColumn<float>("X"));
    }

    [Fact]
    public void Transform_OutputsInactive_FunctionIsNotCalled()
    {
        int calls = 0;
        IDataView data = Context.Transforms.CustomMapping<Input, Output>((source, target) => Interlocked.Increment(ref calls), contractName: null)
            .Fit(Rows(3)).Transform(Rows(3));

        Assert.Equal(3, data.GetColumn<float>("X").Count());
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Transform_TwoOutputsReadTwice_FunctionIsCalledOncePerRow()
    {
        int calls = 0;
        IDataView data = Context.Transforms.CustomMapping<Input, Output>((source, target) => Interlocked.Increment(ref calls), contractName: null)
            .Fit(Rows(5)).Transform(Rows(5));

        using (DataViewRowCursor cursor = data.GetRowCursor(data.Schema))
        {
            ValueGetter<float> twice = cursor.GetGetter<float>(data.Schema["Twice"]);
            ValueGetter<ReadOnlyMemory<char>> text = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Text"]);
            while (cursor.MoveNext())
            {
                float value = 0;
                ReadOnlyMemory<char> name = default;
                twice(ref value);
                twice(ref value);
                text(ref name);
            }
        }

        Assert.Equal(5, calls);
    }

    [Fact]
    public void Transform_ExistingName_NewColumnStandsAfterTheHiddenOne()
    {
        IDataView data = Context.Transforms.CustomMapping<Input, Replacing>((source, target) => target.X = source.X + 1, contractName: null).Fit(Rows(2)).Transform(Rows(2));

        Assert.Equal(["X", "X", "Group"], data.Schema.Select(column => column.Name));
        Assert.Equal([true, false, false], data.Schema.Select(column => column.IsHidden));
        Assert.Equal([1f, 2f], data.GetColumn<float>("X"));
        Assert.Equal([0f, 1f], data.GetColumn<float>(data.Schema[0]));
    }

    [Fact]
    public void Transform_EmptySourceClass_NeedsNoInputColumn()
    {
        IDataView data = Context.Transforms.CustomMapping<None, Replacing>((_, target) => target.X = 7, contractName: null).Fit(Rows(2)).Transform(Rows(2));

        Assert.Equal([7f, 7f], data.GetColumn<float>("X"));
    }

    [Fact]
    public void Fit_ColumnMissing_NamesIt()
    {
        Exception error = Assert.ThrowsAny<Exception>(() => Context.Transforms.CustomMapping<Missing, Output>((_, _) => { }, contractName: null).Fit(Rows(1)));

        Assert.Contains("'Nope'", error.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_KeyMember_IsWrittenFromZeroAndReadFromOne()
    {
        IDataView data = Context.Transforms.CustomMapping<Input, Key>((source, target) => target.K = (uint)source.X, contractName: null).Fit(Rows(4)).Transform(Rows(4));

        Assert.Equal("Key<UInt32, 0-2>", data.Schema["K"].Type.ToString());
        Assert.Equal([1u, 2u, 3u, 0u], data.GetColumn<uint>("K"));
    }

    [Fact]
    public void GetOutputSchema_OfEmptyShape_MintsColumnsOfAnyKindWithAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Minted));
        definition["Vector"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        definition["Vector"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["a".AsMemory(), "b".AsMemory(), "c".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), 3);

        SchemaShape shape = Context.Transforms.CustomMapping<None, Minted>((_, _) => { }, contractName: null, outputSchemaDefinition: definition).GetOutputSchema(new SchemaShape([]));

        SchemaShape.Column vector = shape.Single(column => column.Name == "Vector"), key = shape.Single(column => column.Name == "Key");
        Assert.Equal(
            (SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false),
            (vector.Kind, vector.ItemType, vector.IsKey));
        SchemaShape.Column names = Assert.Single(vector.Annotations);
        Assert.Equal(("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance), (names.Name, names.Kind, names.ItemType));
        Assert.Equal(
            (SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
            (key.Kind, key.ItemType, key.IsKey));
        Assert.Equal(SchemaShape.Column.VectorKind.VariableVector, shape.Single(column => column.Name == "Variable").Kind);
    }

    [Fact]
    public void GetOutputSchema_InputMissing_Throws()
    {
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => Context.Transforms.CustomMapping<Input, Output>(Double, contractName: null).GetOutputSchema(new SchemaShape([])));
    }

    private static void Double(Input source, Output target) => (target.Twice, target.Text) = (2 * source.X, $"{source.X}");

    private static IDataView Rows(int count) => Context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { X = i, Group = $"g{i % 2}" }).ToArray());

    private sealed class Row
    {
        public float X { get; set; }

        public string Group { get; set; } = "";
    }

    private sealed class Input
    {
        public float X { get; set; }
    }

    private sealed class Output
    {
        public float Twice { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Replacing
    {
        public float X { get; set; }
    }

    private sealed class Missing
    {
        public float Nope { get; set; }
    }

    private sealed class Key
    {
        [KeyType(3)]
        public uint K { get; set; }
    }

    private sealed class Minted
    {
        public VBuffer<float> Vector { get; set; }

        public VBuffer<float> Variable { get; set; }

        public uint Key { get; set; }
    }

    private sealed class None;
}
