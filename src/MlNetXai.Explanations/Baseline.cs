using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Explanations;

/// <summary>What stands in the place of values that are taken away (k in study A), in the model's input unit.</summary>
/// <remarks>As JSON: {"kind": "constant", "value"}, {"kind": "channels", "values"}, {"kind": "row-mean"}, {"kind": "moving-average", "width"}, {"kind": "means", "shape":
/// [1 or classes, steps, channels], "values"} or {"kind": "rows", "shape": [rows, steps, channels], "values"}.</remarks>
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
    public static Baseline Constant(float value) => new ConstantValue(RequireFinite(value, "value", nameof(value)));

    /// <summary>One value per channel, at every step.</summary>
    /// <param name="values">Finite, <c>[channel]</c>; copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite.</exception>
    public static Baseline PerChannel(ReadOnlySpan<float> values)
    {
        for (int channel = 0; channel < values.Length; channel++)
            RequireFinite(values[channel], $"value of channel {channel}", nameof(values));
        return new ChannelValues(values.ToArray());
    }

    /// <summary>Mean per channel over all rows and steps that hold data, to be taken over the training part.</summary>
    /// <exception cref="ShapeException">The batch has no rows.</exception>
    /// <exception cref="MlNetXaiException">A value is NaN or infinite; row, step and channel are named.</exception>
    public static Baseline TrainingMean(Batch training)
    {
        if (training.Rows == 0)
            throw new ShapeException("The training part has no rows, so it has no mean; give at least one row.");
        training.RequireFinite("training part");
        double[] sums = new double[training.Channels];
        double steps = 0;
        for (int row = 0; row < training.Rows; row++)
        {
            ReadOnlySpan<float> values = training.Row(row)[..(training.LengthOf(row) * training.Channels)];
            for (int i = 0; i < values.Length; i++)
                sums[i % sums.Length] += values[i];
            steps += training.LengthOf(row);
        }

        return new ChannelValues([.. sums.Select(sum => (float)(sum / steps))]);
    }

    /// <summary>Mean row: one value per step and channel, to be taken over the training part.</summary>
    /// <exception cref="ShapeException">The batch has no rows.</exception>
    /// <exception cref="MlNetXaiException">A mean is not finite.</exception>
    public static Baseline TrainingMeanRow(Batch training) => new Means(MeanRows(training, new int[training.Rows], 1));

    /// <summary>Mean row of the target's class, to be taken over the training part.</summary>
    /// <param name="training"><c>[row, step, channel]</c>.</param>
    /// <param name="labels">Class of each row, <c>[row]</c>.</param>
    /// <param name="classes">Number of classes; each must have rows.</param>
    /// <exception cref="ShapeException">A class has no rows, or the labels do not fit.</exception>
    /// <exception cref="MlNetXaiException">A mean is not finite.</exception>
    public static Baseline ClassMean(Batch training, ReadOnlySpan<int> labels, int classes)
    {
        Require.AtLeast(classes, 1, nameof(classes));
        Require.Length(labels, training.Rows);
        return new Means(MeanRows(training, labels, classes));
    }

    /// <summary>Moving average of each row, per channel: the mean of the <paramref name="width"/> steps around a step, of fewer at the ends.</summary>
    /// <param name="width">Steps, at least 1 and odd.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1 or even.</exception>
    public static Baseline MovingAverage(int width) => Require.AtLeast(width, 1, nameof(width)) % 2 == 1
        ? new AverageAround(width)
        : throw new ArgumentOutOfRangeException(nameof(width), width, $"width is {width} and must be odd, as the average is centred. Give {width - 1} or {width + 1}.");

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
    /// <param name="target">Class that is explained, or null.</param>
    /// <param name="row">The row, <c>[step, channel]</c>.</param>
    /// <param name="channels">Channels per step.</param>
    /// <param name="baseline">Overwritten, <c>[step, channel]</c>.</param>
    internal abstract void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline);

    /// <summary>The baselines of all rows of a batch, <c>[row, step, channel]</c>; 0 where a row holds no data.</summary>
    /// <param name="batch">Rows to explain.</param>
    /// <param name="targets">Class that is explained, <c>[row]</c>; empty where there is none.</param>
    internal Batch For(Batch batch, ReadOnlySpan<int> targets = default)
    {
        RequireFits(batch);
        Batch result = batch.Blank();
        for (int row = 0; row < batch.Rows; row++)
        {
            int length = batch.LengthOf(row) * batch.Channels;
            Fill(row, targets.IsEmpty ? null : targets[row], batch.Row(row)[..length], batch.Channels, result.Row(row)[..length]);
        }

        return result;
    }

    private static float RequireFinite(float value, string what, string argument) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(argument, value, $"The baseline's {what} is {value} and must be finite. Give a number in the model's input unit, or take Baseline.Zero.");

    private static Batch MeanRows(Batch training, ReadOnlySpan<int> labels, int classes)
    {
        double[] sums = new double[classes * training.Shape.Length];
        int[] counts = new int[classes];
        for (int row = 0; row < training.Rows; row++)
        {
            int label = Require.Between(labels[row], 0, classes - 1, nameof(labels));
            Span<double> sum = sums.AsSpan(label * training.Shape.Length, training.Shape.Length);
            counts[label]++;
            for (int i = 0; i < sum.Length; i++)
                sum[i] += training.Row(row)[i];
        }

        if (Array.IndexOf(counts, 0) is int empty and >= 0)
            throw new ShapeException($"The training part has no rows{(classes == 1 ? "" : $" of class {empty}")}, so it has no mean; give at least one row{(classes == 1 ? "" : " of every class")}.");
        Batch means = new(classes, training.Steps, training.Channels, sums.Select((sum, i) => (float)(sum / counts[i / training.Shape.Length])).ToArray());
        means.RequireFinite("mean of the training part");
        return means;
    }

    private sealed record ConstantValue(float Value) : Baseline
    {
        public override string Name => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline) => baseline.Fill(Value);
    }

    private sealed record ChannelValues(float[] Values) : Baseline
    {
        public override string Name => "mean per channel";

        internal override void RequireFits(Batch batch)
        {
            if (batch.Channels != Values.Length)
                throw new ShapeException($"The baseline has values of {Values.Length} channels, but the rows it is for have {batch.Channels}. Give one value for each channel of theirs.");
        }

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline)
        {
            for (int i = 0; i < baseline.Length; i++)
                baseline[i] = Values[i % channels];
        }
    }

    private sealed record MeanOfRow : Baseline
    {
        public override string Name => "mean of the row";

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline)
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

    private sealed record AverageAround(int Width) : Baseline
    {
        public override string Name => $"moving average of {Width} steps";

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline)
        {
            int steps = row.Length / channels;
            for (int i = 0; i < row.Length; i++)
            {
                int first = Math.Max((i / channels) - (Width / 2), 0), last = Math.Min((i / channels) + (Width / 2), steps - 1);
                double sum = 0;
                for (int step = first; step <= last; step++)
                    sum += row[(step * channels) + (i % channels)];
                baseline[i] = (float)(sum / (last - first + 1));
            }
        }
    }

    private sealed record Means(Batch Values) : Baseline
    {
        public override string Name => Values.Rows == 1 ? "mean row" : "mean of the class";

        internal override void RequireFits(Batch batch)
        {
            if (Values.Shape != batch.Shape)
                throw new ShapeException($"The baseline has means of {Values.Shape}, but the rows it is for have {batch.Shape}. Take the means over rows of that shape.");
        }

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline) =>
            Values.Row(Values.Rows == 1 ? 0 : Class(target))[..baseline.Length].CopyTo(baseline);

        private int Class(int? target) => target is int c && c < Values.Rows
            ? c
            : throw new ShapeException($"The baseline has the means of {Values.Rows} classes, but the class explained is {target?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known"}. Take the means of all the model's classes, or a baseline that needs no class.");
    }

    private sealed record RowValues(Batch Values) : Baseline
    {
        public override string Name => Values.Rows == 1 ? "stored row" : "stored rows";

        public override int StoredRows => Values.Rows;

        internal override void RequireFits(Batch batch)
        {
            if (Values.Shape != batch.Shape)
                throw new ShapeException($"The baseline has rows of {Values.Shape}, but the rows it is for have {batch.Shape}. Give rows of that shape.");
            if (Values.Rows != 1 && Values.Rows != batch.Rows)
                throw new ShapeException($"The baseline has {Values.Rows} rows, but {batch.Rows} rows are to be replaced together. Give one row, which serves all, or one for each of them.");
        }

        internal override void Fill(int index, int? target, ReadOnlySpan<float> row, int channels, Span<float> baseline) =>
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
                    "moving-average" => MovingAverage(node["width"]!.GetValue<int>()),
                    "means" => new Means(Stored(node)),
                    "rows" => Rows(Stored(node)),
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
                AverageAround average => new() { ["kind"] = "moving-average", ["width"] = average.Width },
                Means means => Stored("means", means.Values),
                RowValues rows => Stored("rows", rows.Values),
                _ => new() { ["kind"] = "row-mean" },
            };
            node.WriteTo(writer, options);
        }

        private static Batch Stored(JsonObject node)
        {
            int[] shape = [.. node["shape"]!.AsArray().Select(size => size!.GetValue<int>())];
            Batch rows = new(shape[0], shape[1], shape[2], Floats(node));
            rows.RequireFinite("baseline");
            return rows;
        }

        private static JsonObject Stored(string kind, Batch rows) => new()
        {
            ["kind"] = kind,
            ["shape"] = new JsonArray(rows.Rows, rows.Steps, rows.Channels),
            ["values"] = Array(rows.Values.ToArray()),
        };

        private static float[] Floats(JsonObject node) => [.. node["values"]!.AsArray().Select(value => value!.GetValue<float>())];

        private static JsonArray Array(float[] values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
    }
}
