using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Normalising;

/// <summary>Rows of golden vectors, and their comparison.</summary>
internal static class VectorRows
{
    public static JsonElement Golden(string section)
    {
        using JsonDocument file = MlNetXai.Tests.Golden.Json("mlnet.json");
        return file.RootElement.GetProperty(section).Clone();
    }

    public static IDataView Load(JsonElement rows) => Load(rows, values => new(values.Length, values));

    /// <summary>The same rows, zeros not stored.</summary>
    public static IDataView LoadSparse(JsonElement rows) => Load(rows, values =>
    {
        int[] indices = [.. Enumerable.Range(0, values.Length).Where(index => values[index] != 0)];
        return new(values.Length, indices.Length, [.. indices.Select(index => values[index])], indices);
    });

    public static float[][] Values(IDataView data, string column) =>
        [.. data.GetColumn<VBuffer<float>>(column).Select(value => value.DenseValues().ToArray())];

    public static void AssertEqual(JsonElement expected, IDataView data, string column)
    {
        float[][] actual = Values(data, column);
        Assert.Equal(expected.GetArrayLength(), actual.Length);
        for (int row = 0; row < actual.Length; row++)
            Assert.Equal(expected[row].Singles(), actual[row], WithinOneUlp);
    }

    public static bool WithinOneUlp(float expected, float actual) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= MathF.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);

    /// <summary>The shape of these views, minted by a stock estimator, since there is no public way to make one.</summary>
    public static SchemaShape Shape()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        SetType(definition, size: 2);
        return new MLContext(1).Transforms.CustomMapping<Empty, Row>((_, _) => { }, null, null, definition).GetOutputSchema(new SchemaShape([]));
    }

    private static IDataView Load(JsonElement rows, Func<float[], VBuffer<float>> toVector)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        SetType(definition, rows[0].GetArrayLength());
        return new MLContext(1).Data.LoadFromEnumerable(rows.EnumerateArray().Select(row => new Row { Values = toVector(row.Singles()) }).ToArray(), definition);
    }

    private static void SetType(SchemaDefinition definition, int size)
    {
        VBuffer<ReadOnlyMemory<char>> names = new(size, [.. Enumerable.Range(0, size).Select(slot => $"s{slot}".AsMemory())]);
        definition["Values"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        definition["Values"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, size));
    }

    private sealed class Row
    {
        public VBuffer<float> Values { get; set; }
    }

    private sealed class Empty
    {
    }
}
