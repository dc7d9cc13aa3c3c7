using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Explanations.Methods;

/// <summary>Which values are occluded together, and how the scores of the runs become one value per element.</summary>
/// <remarks>As JSON: {"kind": "study-a", "width", "eachChannelAlone"}, {"kind": "block", "imageRows", "imageColumns", "blockRows", "blockColumns"} or
/// {"kind": "captum", "width", "stride", "channels", "channelStride"}.</remarks>
[JsonConverter(typeof(Json))]
public abstract record OcclusionWindows
{
    private OcclusionWindows()
    {
    }

    /// <summary>Name for settings and reports.</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Whether every window covers all channels of its steps, so that there is one value per step.</summary>
    internal abstract bool AllChannels { get; }

    /// <summary>Whether an element's value is the sum of the runs that leave it visible (study A), and not the mean drop of those that cover it (Captum).</summary>
    internal abstract bool SumsVisibleRuns { get; }

    /// <summary>Study A: a window of <paramref name="width"/> steps starts at every step from 1 − width (0-based), shortened at both ends, so that T + width − 1 runs
    /// occlude each step equally often. An element's value is the sum of the scores of all runs in which it stays visible.</summary>
    /// <param name="width">Steps, at least 1; may exceed the row. The paper uses 2, 5, 10, 15, 20, 25 and 50.</param>
    /// <param name="eachChannelAlone">Whether a window covers one channel only; default all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static OcclusionWindows StudyA(int width, bool eachChannelAlone = false) => new Moving(Require.AtLeast(width, 1, nameof(width)), eachChannelAlone);

    /// <summary>Study A on images in scanline order: a block moves over all corners, clipped at the border.</summary>
    /// <param name="imageRows">Rows of the image; rows × columns = steps.</param>
    /// <param name="imageColumns">Columns of the image.</param>
    /// <param name="blockRows">Rows of the block, at least 1; the paper uses 5 × 5.</param>
    /// <param name="blockColumns">Columns of the block, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static OcclusionWindows Block(int imageRows, int imageColumns, int blockRows, int blockColumns) => new MovingBlock(
        Require.AtLeast(imageRows, 1, nameof(imageRows)),
        Require.AtLeast(imageColumns, 1, nameof(imageColumns)),
        Require.AtLeast(blockRows, 1, nameof(blockRows)),
        Require.AtLeast(blockColumns, 1, nameof(blockColumns)));

    /// <summary>Captum 0.8.0's Occlusion: windows start at 0, stride, …, the last one cut at the end; an element's value is the mean drop of the score over the windows
    /// that cover it.</summary>
    /// <param name="width">Steps of the window, 1 … T.</param>
    /// <param name="stride">Steps between windows, 1 … width (any when the window spans the row).</param>
    /// <param name="channels">Channels of the window; null: all.</param>
    /// <param name="channelStride">Channels between windows, 1 … channels; without meaning when <paramref name="channels"/> is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the channel stride exceeds the channels.</exception>
    public static OcclusionWindows Captum(int width, int stride = 1, int? channels = null, int channelStride = 1) => new Strided(
        Require.AtLeast(width, 1, nameof(width)),
        Require.AtLeast(stride, 1, nameof(stride)),
        channels is { } count ? Require.AtLeast(count, 1, nameof(channels)) : null,
        Require.Between(channelStride, 1, channels ?? channelStride, nameof(channelStride)));

    /// <summary>All windows over a row of that shape, in order.</summary>
    /// <exception cref="ShapeException">The windows do not fit the shape.</exception>
    internal abstract IReadOnlyList<OcclusionWindow> Over(RowShape shape);

    private sealed record Moving(int Width, bool EachChannelAlone) : OcclusionWindows
    {
        public override string Name => $"study A, width {Width}{(EachChannelAlone ? ", each channel alone" : "")}";

        internal override bool AllChannels => !EachChannelAlone;

        internal override bool SumsVisibleRuns => true;

        internal override IReadOnlyList<OcclusionWindow> Over(RowShape shape)
        {
            List<OcclusionWindow> windows = [];
            int channels = EachChannelAlone ? 1 : shape.Channels;
            for (int channel = 0; channel < shape.Channels; channel += channels)
            {
                for (int start = 1 - Width; start < shape.Steps; start++)
                {
                    int first = Math.Max(start, 0);
                    windows.Add(new([.. Enumerable.Range(first, Math.Min(start + Width, shape.Steps) - first)], channel, channels));
                }
            }

            return windows;
        }
    }

    private sealed record MovingBlock(int ImageRows, int ImageColumns, int BlockRows, int BlockColumns) : OcclusionWindows
    {
        public override string Name => $"study A, block {BlockRows} × {BlockColumns} on {ImageRows} × {ImageColumns}";

        internal override bool AllChannels => true;

        internal override bool SumsVisibleRuns => true;

        internal override IReadOnlyList<OcclusionWindow> Over(RowShape shape)
        {
            if (ImageRows * ImageColumns != shape.Steps)
                throw new ShapeException($"An image of {ImageRows} × {ImageColumns} does not have the {shape.Steps} steps of a row.");
            List<OcclusionWindow> windows = [];
            for (int top = 1 - BlockRows; top < ImageRows; top++)
            {
                for (int left = 1 - BlockColumns; left < ImageColumns; left++)
                    windows.Add(new(Steps(top, left), 0, shape.Channels));
            }

            return windows;
        }

        private int[] Steps(int top, int left)
        {
            List<int> steps = [];
            for (int row = Math.Max(top, 0); row < Math.Min(top + BlockRows, ImageRows); row++)
            {
                for (int column = Math.Max(left, 0); column < Math.Min(left + BlockColumns, ImageColumns); column++)
                    steps.Add((row * ImageColumns) + column);
            }

            return [.. steps];
        }
    }

    private sealed record Strided(int Width, int Stride, int? Channels, int ChannelStride) : OcclusionWindows
    {
        public override string Name => $"Captum, width {Width}, stride {Stride}{(Channels is { } channels ? $", {channels} channels by {ChannelStride}" : "")}";

        internal override bool AllChannels => Channels is null;

        internal override bool SumsVisibleRuns => false;

        internal override IReadOnlyList<OcclusionWindow> Over(RowShape shape)
        {
            int channels = Channels ?? shape.Channels;
            if (Width > shape.Steps || channels > shape.Channels)
                throw new ShapeException($"An occlusion window of {Width} steps × {channels} channels does not fit rows of {shape}; choose a smaller one.");
            if (Stride > Width && Width < shape.Steps)
                throw new ShapeException($"An occlusion stride of {Stride} steps leaves gaps between windows of {Width}; it must be at most the width.");

            List<OcclusionWindow> windows = [];
            foreach (int step in Starts(shape.Steps, Width, Stride))
            {
                int[] steps = [.. Enumerable.Range(step, Math.Min(Width, shape.Steps - step))];
                foreach (int channel in Starts(shape.Channels, channels, ChannelStride))
                    windows.Add(new(steps, channel, Math.Min(channels, shape.Channels - channel)));
            }

            return windows;
        }

        // ⌈(length − window)/stride⌉ + 1 windows.
        private static IEnumerable<int> Starts(int length, int window, int stride)
        {
            int count = ((length - window + stride - 1) / stride) + 1;
            return Enumerable.Range(0, count).Select(index => index * stride);
        }
    }

    /// <summary>Writes and reads windows as JSON.</summary>
    private sealed class Json : JsonConverter<OcclusionWindows>
    {
        public override OcclusionWindows Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonObject node = JsonNode.Parse(ref reader)?.AsObject() ?? throw new JsonException("Occlusion windows are an object.");
            try
            {
                return node["kind"]?.GetValue<string>() switch
                {
                    "study-a" => StudyA(Number("width"), node["eachChannelAlone"]!.GetValue<bool>()),
                    "block" => Block(Number("imageRows"), Number("imageColumns"), Number("blockRows"), Number("blockColumns")),
                    "captum" => Captum(Number("width"), Number("stride"), node["channels"]?.GetValue<int>(), Number("channelStride")),
                    var kind => throw new JsonException($"'{kind}' is not a kind of occlusion windows."),
                };
            }
            catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
            {
                throw new JsonException($"Occlusion windows cannot be read: {error.Message}", error);
            }

            int Number(string name) => node[name]!.GetValue<int>();
        }

        public override void Write(Utf8JsonWriter writer, OcclusionWindows value, JsonSerializerOptions options)
        {
            JsonObject node = value switch
            {
                Moving moving => new() { ["kind"] = "study-a", ["width"] = moving.Width, ["eachChannelAlone"] = moving.EachChannelAlone },
                MovingBlock block => new()
                {
                    ["kind"] = "block",
                    ["imageRows"] = block.ImageRows,
                    ["imageColumns"] = block.ImageColumns,
                    ["blockRows"] = block.BlockRows,
                    ["blockColumns"] = block.BlockColumns,
                },
                Strided strided => new()
                {
                    ["kind"] = "captum",
                    ["width"] = strided.Width,
                    ["stride"] = strided.Stride,
                    ["channels"] = strided.Channels,
                    ["channelStride"] = strided.ChannelStride,
                },
                _ => throw new JsonException($"'{value.Name}' has no form as JSON."),
            };
            node.WriteTo(writer, options);
        }
    }
}

/// <summary>Steps (ascending) and channels that one run occludes.</summary>
internal readonly record struct OcclusionWindow(int[] Steps, int FirstChannel, int ChannelCount);
