using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Explanations;

/// <summary>What stands in the place of values that are taken away (k in study A), in the model's input unit.</summary>
/// <remarks>As JSON: {"kind": "constant", "value"}, {"kind": "channels", "values"}, {"kind": "row-mean"} or {"kind": "rows", "shape": [rows, steps, channels], "values"}.</remarks>
[JsonConverter(typeof(Json))]
public abstract record Baseline
{
    private Baseline()
    {
    }

    /// <summary>0 everywhere.</summary>
    public static Baseline Zero { get; } = new ConstantValue(0);

    /// <summary>Mean of each row, per channel.</summary>
    public static Baseline RowMean { get; } = new MeanOfRow();

    /// <summary>Name for settings and reports, e.g. "0.5", "mean per channel".</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Rows of data that this baseline holds: 0 unless it was made by <see cref="Rows"/>.</summary>
    [JsonIgnore]
    public virtual int StoredRows => 0;

    /// <summary>The same value everywhere; finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public static Baseline Constant(float value) => new ConstantValue(Require.Finite(value, nameof(value)));

    /// <summary>One value per channel, at every step.</summary>
    /// <param name="values">Finite, <c>[channel]</c>; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite.</exception>
    public static Baseline PerChannel(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
            Require.Finite(value, nameof(values));
        return new ChannelValues(values.ToArray());
    }

    /// <summary>Mean per channel over all rows and steps that hold data, to be taken over the training part.</summary>
    /// <exception cref="ShapeException">The batch has no rows.</exception>
    public static Baseline TrainingMean(Batch training)
    {
        if (training.Rows == 0)
            throw new ShapeException("The training part has no rows, so it has no mean; give at least one row.");
        double[] sums = new double[training.Channels];
        double steps = 0;
        for (int row = 0; row < training.Rows; row++)
        {
            ReadOnlySpan<float> values = training.Row(row)[..(training.LengthOf(row) * training.Channels)];
            for (int i = 0; i < values.Length; i++)
                sums[i % sums.Length] += values[i];
            steps += training.LengthOf(row);
        }

        return new ChannelValues([.. sums.Select(sum => Require.Finite((float)(sum / steps), nameof(training)))]);
    }

    /// <summary>A row of its own for every row explained.</summary>
    /// <param name="rows"><c>[row, step, channel]</c>, finite: the same rows and shape as the batch; one row serves all.</param>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite.</exception>
    public static Baseline Rows(Batch rows)
    {
        rows.RequireFinite("baseline");
        return new RowValues(rows);
    }

    /// <summary>Throws when this baseline does not fit rows of <paramref name="batch"/>.</summary>
    /// <exception cref="ShapeException">It has another number of channels, another shape or other rows.</exception>
    internal virtual void RequireFits(Batch batch)
    {
    }

    /// <summary>Writes the baseline of one row.</summary>
    /// <param name="index">The row's index in the batch.</param>
    /// <param name="row">The row, <c>[step, channel]</c>.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="baseline">Overwritten, <c>[step, channel]</c>.</param>
    internal abstract void Fill(int index, ReadOnlySpan<float> row, int channels, Span<float> baseline);

    /// <summary>The baselines of all rows of a batch, <c>[row, step, channel]</c>; 0 where a row holds no data.</summary>
    internal Batch For(Batch batch)
    {
        RequireFits(batch);
        Batch result = batch.Blank();
        for (int row = 0; row < batch.Rows; row++)
        {
            int length = batch.LengthOf(row) * batch.Channels;
            Fill(row, batch.Row(row)[..length], batch.Channels, result.Row(row)[..length]);
        }

        return result;
    }

    private sealed record ConstantValue(float Value) : Baseline
    {
        public override string Name => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

        internal override void Fill(int index, ReadOnlySpan<float> row, int channels, Span<float> baseline) => baseline.Fill(Value);
    }

    private sealed record ChannelValues(float[] Values) : Baseline
    {
        public override string Name => "mean per channel";

        internal override void RequireFits(Batch batch)
        {
            if (batch.Channels != Values.Length)
                throw new ShapeException($"The baseline has {Values.Length} channels, but the batch has {batch.Channels}.");
        }

        internal override void Fill(int index, ReadOnlySpan<float> row, int channels, Span<float> baseline)
        {
            for (int i = 0; i < baseline.Length; i++)
                baseline[i] = Values[i % channels];
        }
    }

    private sealed record MeanOfRow : Baseline
    {
        public override string Name => "mean of the row";

        internal override void Fill(int index, ReadOnlySpan<float> row, int channels, Span<float> baseline)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                double sum = 0;
                for (int i = channel; i < row.Length; i += channels)
                    sum += row[i];
                float mean = (float)(sum * channels / row.Length);
                for (int i = channel; i < row.Length; i += channels)
                    baseline[i] = mean;
            }
        }
    }

    private sealed record RowValues(Batch Values) : Baseline
    {
        public override string Name => Values.Rows == 1 ? "stored row" : "stored rows";

        public override int StoredRows => Values.Rows;

        internal override void RequireFits(Batch batch)
        {
            if (Values.Shape != batch.Shape || (Values.Rows != 1 && Values.Rows != batch.Rows))
                throw new ShapeException($"The baseline has {Values.Rows} rows of {Values.Shape}, but the batch has {batch.Rows} rows of {batch.Shape}.");
        }

        internal override void Fill(int index, ReadOnlySpan<float> row, int channels, Span<float> baseline) =>
            Values.Row(Values.Rows == 1 ? 0 : index)[..baseline.Length].CopyTo(baseline);
    }

    /// <summary>Writes and reads a baseline as JSON; numbers keep their bits.</summary>
    private sealed class Json : JsonConverter<Baseline>
    {
        public override Baseline Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonObject node = JsonNode.Parse(ref reader)?.AsObject() ?? throw new JsonException("A baseline is an object.");
            try
            {
                return node["kind"]?.GetValue<string>() switch
                {
                    "constant" => Constant(node["value"]!.GetValue<float>()),
                    "channels" => PerChannel(Floats(node)),
                    "row-mean" => RowMean,
                    "rows" => Stored(node),
                    var kind => throw new JsonException($"'{kind}' is not a kind of baseline."),
                };
            }
            catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException or MlNetXaiException)
            {
                throw new JsonException($"A baseline cannot be read: {error.Message}", error);
            }
        }

        public override void Write(Utf8JsonWriter writer, Baseline value, JsonSerializerOptions options)
        {
            JsonObject node = value switch
            {
                ConstantValue constant => new() { ["kind"] = "constant", ["value"] = constant.Value },
                ChannelValues channels => new() { ["kind"] = "channels", ["values"] = Array(channels.Values) },
                RowValues rows => new()
                {
                    ["kind"] = "rows",
                    ["shape"] = new JsonArray(rows.Values.Rows, rows.Values.Steps, rows.Values.Channels),
                    ["values"] = Array(rows.Values.Values.ToArray()),
                },
                _ => new() { ["kind"] = "row-mean" },
            };
            node.WriteTo(writer, options);
        }

        private static Baseline Stored(JsonObject node)
        {
            int[] shape = [.. node["shape"]!.AsArray().Select(size => size!.GetValue<int>())];
            return Rows(new(shape[0], shape[1], shape[2], Floats(node)));
        }

        private static float[] Floats(JsonObject node) => [.. node["values"]!.AsArray().Select(value => value!.GetValue<float>())];

        private static JsonArray Array(float[] values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
    }
}
