using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Explanations;

/// <summary>Rows that a method draws from, mostly of the training part.</summary>
/// <remarks>As JSON: {"shape": [rows, steps, channels], "values"}, or {} for <see cref="Zero"/>.</remarks>
[JsonConverter(typeof(Json))]
public sealed record BackgroundRows
{
    private readonly Batch? _rows;

    private BackgroundRows(Batch? rows) => _rows = rows;

    /// <summary>A single row of zeros.</summary>
    public static BackgroundRows Zero { get; } = new((Batch?)null);

    /// <summary>Rows of data that are held.</summary>
    [JsonIgnore]
    public int StoredRows => _rows?.Rows ?? 0;

    /// <summary>These rows.</summary>
    /// <param name="rows"><c>[row, step, channel]</c>, finite, at least one; used, not copied.</param>
    /// <exception cref="ShapeException">There are no rows.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static BackgroundRows Of(Batch rows)
    {
        if (rows.Rows == 0)
            throw new ShapeException("The background has no rows; give at least one.");
        rows.RequireFinite("background");
        return new(rows);
    }

    /// <summary>Some of these rows, drawn without replacement.</summary>
    /// <param name="rows"><c>[row, step, channel]</c>, finite, at least one; copied.</param>
    /// <param name="count">How many, at least 1; all if there are fewer. Default 100.</param>
    /// <param name="seed">Seed of the draw. Default 0.</param>
    public static BackgroundRows Draw(Batch rows, int count = 100, ulong seed = 0)
    {
        int[] order = [.. Enumerable.Range(0, rows.Rows)];
        Philox.Stream draws = new Philox(seed, "background").Draws();
        draws.Shuffle<int>(order);
        return Of(rows.Gather(order.AsSpan(0, Math.Min(Require.AtLeast(count, 1, nameof(count)), order.Length))));
    }

    /// <summary>The rows, for explaining rows of that shape.</summary>
    /// <exception cref="ShapeException">They have another shape.</exception>
    internal Batch For(RowShape shape)
    {
        Batch rows = _rows ?? new(1, shape.Steps, shape.Channels);
        return rows.Shape == shape ? rows : throw new ShapeException($"The background has rows of {rows.Shape}, but the rows it is for have {shape}. Give background rows of that shape.");
    }

    private sealed class Json : JsonConverter<BackgroundRows>
    {
        public override BackgroundRows Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonObject node = JsonNode.Parse(ref reader)?.AsObject() ?? throw new JsonException("A background is an object.");
            if (node.Count == 0)
                return Zero;
            try
            {
                int[] shape = [.. node["shape"]!.AsArray().Select(size => size!.GetValue<int>())];
                return Of(new(shape[0], shape[1], shape[2], node["values"]!.AsArray().Select(value => value!.GetValue<float>()).ToArray()));
            }
            catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException or IndexOutOfRangeException or MlNetXaiException)
            {
                throw new JsonException($"A background cannot be read: {error.Message}", error);
            }
        }

        public override void Write(Utf8JsonWriter writer, BackgroundRows value, JsonSerializerOptions options)
        {
            JsonObject node = [];
            if (value._rows is { } rows)
            {
                node["shape"] = new JsonArray(rows.Rows, rows.Steps, rows.Channels);
                node["values"] = new JsonArray([.. rows.Values.ToArray().Select(number => (JsonNode?)JsonValue.Create(number))]);
            }

            node.WriteTo(writer, options);
        }
    }
}
