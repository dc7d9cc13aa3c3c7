using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>Reads the sections of golden/mlnet.json about steps, and compares columns with them.</summary>
internal static class GoldenSteps
{
    public static JsonElement Section(string name)
    {
        using JsonDocument document = MlNetXai.Tests.Golden.Json("mlnet.json");
        return document.RootElement.GetProperty(name).Clone();
    }

    public static bool IsError(JsonElement expected) => expected.TryGetProperty("error", out _);

    public static void AssertError(JsonElement expected, Action action)
    {
        Exception error = Assert.ThrowsAny<Exception>(action).GetBaseException();
        Assert.Equal(expected.GetProperty("error").GetString(), error.GetType().Name);
        Assert.StartsWith(expected.GetProperty("message").GetString()!.Replace(" (Parameter 'inputSchema')", "", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    public static float Single(JsonElement number) =>
        number.ValueKind == JsonValueKind.String ? float.Parse(number.GetString()!, CultureInfo.InvariantCulture) : number.GetSingle();

    public static float[] Singles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(Single)];

    public static string?[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(text => text.GetString())];

    public static string[] SlotNames(DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The kinds of a column's annotations with their types, in alphabetical order.</summary>
    public static string[] Annotations(DataViewSchema.Column column) =>
        [.. column.Annotations.Schema.Select(kind => $"{kind.Name}: {kind.Type}").Order(StringComparer.Ordinal)];

    public static string[] Annotations(JsonElement expected) =>
        [.. expected.EnumerateObject().Select(kind => $"{kind.Name}: {kind.Value.GetString()}").Order(StringComparer.Ordinal)];

    /// <summary>The values of a column as texts: keys as in the view, NaN as "NaN", vectors as their items.</summary>
    public static string[] Values(IDataView data, string name) => data.Schema[name].Type is VectorDataViewType
        ? [.. data.Preview(maxRows: 1000).ColumnView.Last(column => column.Column.Name == name).Values.Select(Vector)]
        : [.. data.Preview(maxRows: 1000).ColumnView.Last(column => column.Column.Name == name).Values.Select(Scalar)];

    public static string[] Values(JsonElement expected) => [.. expected.EnumerateArray().Select(Text)];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Text)),
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Scalar(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Vector(object value) => value switch
    {
        VBuffer<float> numbers => string.Join(' ', numbers.DenseValues().Select(number => Scalar(number))),
        VBuffer<uint> keys => string.Join(' ', keys.DenseValues()),
        _ => throw new NotSupportedException($"{value.GetType()}"),
    };
}
