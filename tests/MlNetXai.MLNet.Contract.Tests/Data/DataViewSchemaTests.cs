using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Data;

/// <summary>Schemas and annotations.</summary>
public sealed class DataViewSchemaTests
{
    [Fact]
    public void Columns_OfOneName_NewestIsVisibleAndOldOneFoundByIndex()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single), ("B", NumberDataViewType.Int32), ("A", TextDataViewType.Instance));

        Assert.Equal(3, schema.Count);
        Assert.Equal(2, schema["A"].Index);
        Assert.False(schema["A"].IsHidden);
        Assert.True(schema[0].IsHidden);
        Assert.Equal(NumberDataViewType.Single, schema[0].Type);
        Assert.Equal(["A", "B", "A"], schema.Select(column => column.Name));
    }

    [Fact]
    public void Indexer_UnknownName_ThrowsAndGetColumnOrNullDoesNot()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single));

        Errors.Require<ArgumentOutOfRangeException>("Column 'nope' not found", () => _ = schema["nope"]);
        Assert.Null(schema.GetColumnOrNull("nope"));
        Assert.Equal(0, schema.GetColumnOrNull("A")!.Value.Index);
    }

    [Fact]
    public void Builder_ColumnsOfAnotherSchema_KeepsTypesAndAnnotations()
    {
        DataViewSchema.Builder first = new();
        first.AddColumn("A", NumberDataViewType.Single, Annotated("IsNormalized", BooleanDataViewType.Instance, true));
        DataViewSchema.Builder second = new();

        second.AddColumns(first.ToSchema());
        second.AddColumns([new DataViewSchema.DetachedColumn("B", TextDataViewType.Instance)]);
        DataViewSchema schema = second.ToSchema();

        Assert.Equal(["A", "B"], schema.Select(column => column.Name));
        Assert.True(schema["A"].IsNormalized());
        Assert.False(schema["B"].IsNormalized());
        Assert.Empty(schema["B"].Annotations.Schema);
    }

    [Fact]
    public void Annotations_Values_AreReadByKindAndByColumn()
    {
        DataViewSchema.Annotations annotations = Annotated("ScoreValueKind", TextDataViewType.Instance, "Score".AsMemory());
        ReadOnlyMemory<char> byKind = default, byColumn = default;

        annotations.GetValue("ScoreValueKind", ref byKind);
        annotations.GetGetter<ReadOnlyMemory<char>>(annotations.Schema["ScoreValueKind"])(ref byColumn);

        Assert.Equal("Score", byKind.ToString());
        Assert.Equal("Score", byColumn.ToString());
    }

    [Fact]
    public void Annotations_WrongTypeOrKind_Throws()
    {
        DataViewSchema.Annotations annotations = Annotated("N", NumberDataViewType.Int32, 3);
        float wrong = 0;

        Assert.ThrowsAny<Exception>(() => annotations.GetValue("N", ref wrong));
        Assert.ThrowsAny<Exception>(() => annotations.GetValue("M", ref wrong));
    }

    [Fact]
    public void AnnotationsBuilder_OfAnotherColumn_TakesWhatTheSelectorAccepts()
    {
        DataViewSchema.Annotations.Builder source = new();
        source.AddPrimitiveValue("A", NumberDataViewType.Int32, 1);
        source.AddPrimitiveValue("B", NumberDataViewType.Int32, 2);
        DataViewSchema.Annotations.Builder builder = new();

        builder.Add(source.ToAnnotations(), kind => kind == "B");
        builder.Add("C", NumberDataViewType.Int32, (Delegate)(ValueGetter<int>)((ref int value) => value = 3));
        DataViewSchema.Annotations annotations = builder.ToAnnotations();

        int b = 0, c = 0;
        annotations.GetValue("B", ref b);
        annotations.GetValue("C", ref c);
        Assert.Equal(["B", "C"], annotations.Schema.Select(column => column.Name));
        Assert.Equal((2, 3), (b, c));
    }

    [Fact]
    public void AnnotationsBuilder_GetterOfAnotherType_Throws() => Assert.ThrowsAny<Exception>(() =>
    {
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add("A", NumberDataViewType.Int32, (Delegate)(ValueGetter<float>)((ref float value) => value = 1));
        int read = 0;
        builder.ToAnnotations().GetValue("A", ref read);
    });

    [Fact]
    public void SlotNames_OnePerSlot_AreReadAndOthersAreNone()
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn("Named", new VectorDataViewType(NumberDataViewType.Single, 2), Names("SlotNames", "x", "y"));
        builder.AddColumn("TooMany", new VectorDataViewType(NumberDataViewType.Single, 3), Names("SlotNames", "x", "y"));
        builder.AddColumn("Unnamed", new VectorDataViewType(NumberDataViewType.Single, 2));
        DataViewSchema schema = builder.ToSchema();
        VBuffer<ReadOnlyMemory<char>> names = default;

        schema["Named"].GetSlotNames(ref names);

        Assert.Equal(["x", "y"], names.DenseValues().Select(name => name.ToString()));
        Assert.Equal([true, false, false], schema.Select(column => column.HasSlotNames()));
    }

    [Fact]
    public void KeyValues_OnePerKey_AreRead()
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn("Key", new KeyDataViewType(typeof(uint), 2), Names("KeyValues", "N", "V"));
        builder.AddColumn("Number", NumberDataViewType.UInt32);
        DataViewSchema schema = builder.ToSchema();
        VBuffer<ReadOnlyMemory<char>> values = default;

        schema["Key"].GetKeyValues(ref values);

        Assert.Equal(["N", "V"], values.DenseValues().Select(name => name.ToString()));
        Assert.True(schema["Key"].HasKeyValues());
        Assert.False(schema["Number"].HasKeyValues());
    }

    private static DataViewSchema Schema(params (string Name, DataViewType Type)[] columns)
    {
        DataViewSchema.Builder builder = new();
        foreach ((string name, DataViewType type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }

    private static DataViewSchema.Annotations Annotated<T>(string kind, PrimitiveDataViewType type, T value)
    {
        DataViewSchema.Annotations.Builder builder = new();
        builder.AddPrimitiveValue(kind, type, value);
        return builder.ToAnnotations();
    }

    private static DataViewSchema.Annotations Names(string kind, params string[] names)
    {
        VBuffer<ReadOnlyMemory<char>> values = new(names.Length, [.. names.Select(name => name.AsMemory())]);
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add(kind, new VectorDataViewType(TextDataViewType.Instance, names.Length), (ref VBuffer<ReadOnlyMemory<char>> value) => values.CopyTo(ref value));
        return builder.ToAnnotations();
    }
}
