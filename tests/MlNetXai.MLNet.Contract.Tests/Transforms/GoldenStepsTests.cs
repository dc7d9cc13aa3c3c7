using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using Xunit;
using static MlNetXai.MLNet.Contract.Tests.Transforms.GoldenSteps;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>Steps against what the real assemblies answer.</summary>
public sealed class GoldenStepsTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Concatenate_GoldenInputs_GivesTypesNamesAndValues()
    {
        IDataView rows = ConcatenateRows();
        foreach (JsonElement expected in Section("concatenate").EnumerateArray())
        {
            if (IsError(expected))
                continue;

            string[] inputs = Texts(expected.GetProperty("inputs"))!;
            IDataView data = Context.Transforms.Concatenate("Out", inputs).Fit(rows).Transform(rows);

            DataViewSchema.Column output = data.Schema["Out"];
            Assert.Equal(expected.GetProperty("type").GetString(), output.Type.ToString());
            Assert.Equal(Annotations(expected.GetProperty("annotations")), Annotations(output));
            if (expected.GetProperty("slotNames").ValueKind == JsonValueKind.Array)
                Assert.Equal(Texts(expected.GetProperty("slotNames")), SlotNames(output));
            Assert.Equal(Values(expected.GetProperty("values")), Values(data, "Out"));
        }
    }

    [Fact]
    public void Concatenate_GoldenErrors_AreOfTheSameClassAndText()
    {
        IDataView rows = ConcatenateRows();
        JsonElement[] errors = [.. Section("concatenate").EnumerateArray().Where(IsError)];

        AssertError(errors[0], () => Context.Transforms.Concatenate("Out", "A", "T").Fit(rows).Transform(rows));
        AssertError(errors[1], () => Context.Transforms.Concatenate("Out", "A", "Q").Fit(rows).Transform(rows));
    }

    [Fact]
    public void Columns_GoldenSteps_GiveTheSameSchemas()
    {
        IDataView rows = ConcatenateRows();
        TransformsCatalog transforms = Context.Transforms;
        IEstimator<ITransformer>[] steps =
        [
            transforms.CopyColumns("A", "B"),
            transforms.CopyColumns("W2", "W"),
            transforms.DropColumns("A", "U"),
            transforms.SelectColumns("W", "A"),
            transforms.CopyColumns("A", "B").Append(transforms.DropColumns("A")),
            transforms.CopyColumns("A", "B").Append(transforms.DropColumns("U")),
            transforms.CopyColumns("A", "B").Append(transforms.SelectColumns("A")),
        ];
        JsonElement[] cases = [.. Section("columns").EnumerateArray()];
        Assert.Equal(steps.Length, cases.Length);

        foreach ((IEstimator<ITransformer> step, JsonElement expected) in steps.Zip(cases))
        {
            DataViewSchema schema = step.Fit(rows).Transform(rows).Schema;

            Assert.Equal(
                expected.GetProperty("schema").EnumerateArray().Select(column =>
                    $"{column.GetProperty("name")} {column.GetProperty("type")} {column.GetProperty("hidden")} {string.Join(',', Annotations(column.GetProperty("annotations")))}"),
                schema.Select(column => $"{column.Name} {column.Type} {column.IsHidden} {string.Join(',', Annotations(column))}"));
        }
    }

    [Fact]
    public void MapValue_GoldenMaps_GiveTypesAndValues()
    {
        JsonElement[] cases = [.. Section("mapValue").EnumerateArray()];

        AssertMapped(cases[0], Context.Transforms.Conversion.MapValue("Out", Pairs(cases[0], value => value.GetInt32()), "Text"));
        AssertMapped(cases[1], Context.Transforms.Conversion.MapValue("Out", Pairs(cases[1], value => value.GetSingle()), "Text"));
        AssertMapped(cases[2], Context.Transforms.Conversion.MapValue("Out", Pairs(cases[2], value => value.GetString()), "Text"));
        AssertMapped(cases[3], Context.Transforms.Conversion.MapValue("Out", Pairs(cases[3], Singles), "Text"));
        IDataView keys = AssertMapped(cases[4], Context.Transforms.Conversion.MapValue("Out", Pairs(cases[4], value => value.GetString()), "Text", treatValuesAsKeyType: true));
        Assert.Equal(Texts(cases[4].GetProperty("keyValues")), KeyTexts(keys.Schema["Out"]));
        AssertError(cases[5], () =>
        {
            IDataView rows = TextRows(["N"]);
            KeyValuePair<string, int>[] pairs = [new("N", 1), new("N", 2)];
            _ = Context.Transforms.Conversion.MapValue("Out", pairs, "Text").Fit(rows).Transform(rows).GetColumn<int>("Out").ToArray();
        });
    }

    [Fact]
    public void MapValueToKey_GoldenCases_GiveKeysValuesAndBack()
    {
        foreach (JsonElement section in Section("mapValueToKey").EnumerateArray())
        {
            JsonElement expected = section.GetProperty("expected");
            IDataView fit = RowsOf(section, "values"), data = RowsOf(section, "transformed");
            ValueToKeyMappingEstimator step = Context.Transforms.Conversion.MapValueToKey(
                "Out", "Value", section.GetProperty("maximumNumberOfKeys").GetInt32(),
                Enum.Parse<ValueToKeyMappingEstimator.KeyOrdinality>(section.GetProperty("keyOrdinality").GetString()!),
                section.GetProperty("addKeyValueAnnotationsAsText").GetBoolean(),
                section.GetProperty("keyData").ValueKind == JsonValueKind.Array ? RowsOf(section, "keyData") : null);
            if (IsError(expected))
            {
                AssertError(expected, () => step.Append(Context.Transforms.Conversion.MapKeyToValue("Back", "Out")).Fit(fit).Transform(data).Preview());
                continue;
            }

            IDataView mapped = step.Append(Context.Transforms.Conversion.MapKeyToValue("Back", "Out")).Fit(fit).Transform(data);

            DataViewSchema.Column output = mapped.Schema["Out"];
            Assert.Equal(expected.GetProperty("type").GetString(), output.Type.ToString());
            Assert.Equal(expected.GetProperty("keyValuesType").GetString(), output.Annotations.Schema["KeyValues"].Type.ToString());
            Assert.Equal(Values(expected.GetProperty("keyValues")), KeyTexts(output));
            Assert.Equal(Values(expected.GetProperty("keys")), Values(mapped, "Out"));
            Assert.Equal(expected.GetProperty("backType").GetString(), mapped.Schema["Back"].Type.ToString());
            Assert.Equal(Values(expected.GetProperty("back")), Values(mapped, "Back"));
        }
    }

    [Fact]
    public void MapValueToKey_GoldenVector_NumbersItemsOfAllSlots()
    {
        JsonElement expected = Section("mapValueToKeyVector");
        IDataView rows = Context.Data.LoadFromEnumerable(expected.GetProperty("input").EnumerateArray().Select(row => new Words { Value = Texts(row)! }).ToArray());

        IDataView data = Context.Transforms.Conversion.MapValueToKey("Out", "Value").Fit(rows).Transform(rows);

        Assert.Equal(expected.GetProperty("type").GetString(), data.Schema["Out"].Type.ToString());
        Assert.Equal(Values(expected.GetProperty("keyValues")), KeyTexts(data.Schema["Out"]));
        Assert.Equal(Values(expected.GetProperty("keys")), Values(data, "Out"));
    }

    [Fact]
    public void MapKeyToVector_GoldenCase_GivesSparseVectorWithNames()
    {
        JsonElement expected = Section("mapKeyToVector");
        TransformsCatalog.ConversionTransforms conversion = Context.Transforms.Conversion;

        IDataView data = conversion.MapValueToKey("Key", "Text").Append(conversion.MapKeyToVector("OneHot", "Key"))
            .Fit(TextRows(Texts(expected.GetProperty("fitted"))!)).Transform(TextRows(Texts(expected.GetProperty("input"))!));

        DataViewSchema.Column output = data.Schema["OneHot"];
        Assert.Equal(expected.GetProperty("type").GetString(), output.Type.ToString());
        Assert.Equal(Annotations(expected.GetProperty("annotations").GetProperty("annotations")), Annotations(output));
        Assert.Equal(Texts(expected.GetProperty("slotNames")), SlotNames(output));
        Assert.Equal(Values(expected.GetProperty("values")), Values(data, "OneHot"));
        Assert.All(data.GetColumn<VBuffer<float>>("OneHot"), value => Assert.False(value.IsDense));
    }

    private static IDataView AssertMapped(JsonElement expected, IEstimator<ITransformer> step)
    {
        IDataView rows = TextRows(Texts(expected.GetProperty("input"))!);

        IDataView data = step.Fit(rows).Transform(rows);

        Assert.Equal(expected.GetProperty("type").GetString(), data.Schema["Out"].Type.ToString());
        Assert.Equal(Values(expected.GetProperty("values")), Values(data, "Out"));
        return data;
    }

    private static KeyValuePair<string, T>[] Pairs<T>(JsonElement section, Func<JsonElement, T> value) =>
        [.. section.GetProperty("map").EnumerateObject().Select(pair => new KeyValuePair<string, T>(pair.Name, value(pair.Value)))];

    private static string[] KeyTexts(DataViewSchema.Column column)
    {
        DataViewType item = ((VectorDataViewType)column.Annotations.Schema["KeyValues"].Type).ItemType;
        return item is TextDataViewType ? KeyValues<ReadOnlyMemory<char>>(column)
            : item.Equals(NumberDataViewType.Int32) ? KeyValues<int>(column)
            : KeyValues<float>(column);
    }

    private static string[] KeyValues<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => $"{value}")];
    }

    private static IDataView TextRows(string[] texts) => Context.Data.LoadFromEnumerable(texts.Select(text => new Word { Text = text }).ToArray());

    // The case's name says which type its numbers have.
    private static IDataView RowsOf(JsonElement section, string property)
    {
        JsonElement values = section.GetProperty(property);
        string name = section.GetProperty("name").GetString()!;
        if (name.StartsWith("int", StringComparison.Ordinal))
            return Context.Data.LoadFromEnumerable(values.EnumerateArray().Select(value => new Row<int> { Value = value.GetInt32() }).ToArray());
        if (name.StartsWith("float", StringComparison.Ordinal))
            return Context.Data.LoadFromEnumerable(values.EnumerateArray().Select(value => new Row<float> { Value = Single(value) }).ToArray());
        return Context.Data.LoadFromEnumerable(Texts(values).Select(value => new Row<string?> { Value = value }).ToArray());
    }

    private static IDataView ConcatenateRows()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Mixed));
        definition["W"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["x".AsMemory(), "y".AsMemory(), "z".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));
        return Context.Data.LoadFromEnumerable(
            Section("concatenateRows").EnumerateArray().Select(row => new Mixed
            {
                A = Single(row.GetProperty("A")),
                B = Single(row.GetProperty("B")),
                V = Singles(row.GetProperty("V")),
                W = Sparse(Singles(row.GetProperty("W"))),
                U = Singles(row.GetProperty("U")),
            }).ToArray(),
            definition);
    }

    // Stored as far as it is not 0, so that sparse and dense parts meet.
    private static VBuffer<float> Sparse(float[] values)
    {
        int[] indices = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
        return new(values.Length, [.. indices.Select(i => values[i])], indices);
    }

    private sealed class Mixed
    {
        public float A { get; set; }

        public float B { get; set; }

        [VectorType(2)]
        public float[] V { get; set; } = [];

        [VectorType(3)]
        public VBuffer<float> W { get; set; }

        public float[] U { get; set; } = [];

        public string T { get; set; } = "";
    }

    private sealed class Word
    {
        public string Text { get; set; } = "";
    }

    private sealed class Words
    {
        [VectorType(3)]
        public string[] Value { get; set; } = [];
    }

    private sealed class Row<T>
    {
        public T Value { get; set; } = default!;
    }
}
