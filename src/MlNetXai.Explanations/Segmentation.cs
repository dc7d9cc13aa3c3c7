using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MlNetXai.Explanations;

/// <summary>Neighbouring steps of a row that belong together.</summary>
/// <param name="Name">Name in tables and figures, e.g. "3" or "ST".</param>
/// <param name="Start">First step, 0-based.</param>
/// <param name="End">Step behind the last one; equal to <paramref name="Start"/> where the segment is absent.</param>
public readonly record struct Segment(string Name, int Start, int End)
{
    /// <summary>Number of steps; 0 where the segment is absent.</summary>
    [JsonIgnore]
    public int Count => End - Start;
}

/// <summary>How rows are cut into segments: the same for all rows of a shape.</summary>
/// <remarks>As JSON: {"kind": "equal", "count"}, {"kind": "length", "steps"} or {"kind": "at", "segments": [[name, start, end], …]}.</remarks>
[JsonConverter(typeof(Json))]
public abstract record Segmentation
{
    private Segmentation()
    {
    }

    /// <summary>Name for settings and reports, e.g. "11 equal segments".</summary>
    [JsonIgnore]
    public abstract string Name { get; }

    /// <summary>Equal segments: the bounds are ⌊s·T/count⌋, s = 0 … count (216 samples by 11: 0, 19, 39, … 196, 216). Of rows with fewer steps than segments some are absent.</summary>
    /// <param name="count">Segments, at least 1. Default 11, as studies B and C show a beat.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public static Segmentation Equal(int count = 11) => new EqualParts(Require.AtLeast(count, 1, nameof(count)));

    /// <summary>Segments of that many steps from the first step on; the last one may be shorter.</summary>
    /// <param name="steps">Steps of a segment, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static Segmentation OfLength(int steps) => new Pieces(Require.AtLeast(steps, 1, nameof(steps)));

    /// <summary>Segments by name and place; steps in none of them belong to no segment.</summary>
    /// <param name="segments">In order of time, without overlap.</param>
    /// <exception cref="ArgumentException">A segment ends before it starts, starts before 0 or within the one before it.</exception>
    public static Segmentation At(IReadOnlyList<Segment> segments)
    {
        RequireOrdered(segments, int.MaxValue, nameof(segments));
        return new Named([.. segments]);
    }

    /// <summary>The segments of rows of that many steps, absent ones too.</summary>
    /// <exception cref="ShapeException">A segment reaches beyond the row.</exception>
    public abstract IReadOnlyList<Segment> Over(int steps);

    /// <summary>Throws unless segments follow one another within a row.</summary>
    internal static void RequireOrdered(IReadOnlyList<Segment> segments, int steps, string name)
    {
        int end = 0;
        foreach (Segment segment in segments)
        {
            if (segment.Start < end || segment.End < segment.Start || segment.End > steps)
            {
                throw new ArgumentException(
                    $"Segment '{segment.Name}' holds steps {segment.Start} to {segment.End} (excluded); it must start at or behind {end}, not end before it starts, and end within the row's steps. Order the segments by time and cut overlaps.",
                    name);
            }

            end = segment.End;
        }
    }

    private sealed record EqualParts(int Count) : Segmentation
    {
        public override string Name => $"{Count} equal segments";

        public override IReadOnlyList<Segment> Over(int steps) =>
            [.. Enumerable.Range(0, Count).Select(s => new Segment($"{s + 1}", (int)((long)s * steps / Count), (int)((long)(s + 1) * steps / Count)))];
    }

    private sealed record Pieces(int Steps) : Segmentation
    {
        public override string Name => $"segments of {Steps} steps";

        public override IReadOnlyList<Segment> Over(int steps) =>
            [.. Enumerable.Range(0, ((steps - 1) / Steps) + 1).Select(s => new Segment($"{s + 1}", s * Steps, Math.Min((s + 1) * Steps, steps)))];
    }

    private sealed record Named(Segment[] Segments) : Segmentation
    {
        public override string Name => $"{Segments.Length} named segments";

        public override IReadOnlyList<Segment> Over(int steps) => Segments.Length == 0 || Segments[^1].End <= steps
            ? Segments
            : throw new ShapeException($"Segment '{Segments[^1].Name}' ends at step {Segments[^1].End}, but the rows have {steps} steps. Cut the segments to the rows.");

        public bool Equals(Named? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments);

        public override int GetHashCode() => Segments.Aggregate(Segments.Length, HashCode.Combine);
    }

    /// <summary>Writes and reads a segmentation as JSON.</summary>
    private sealed class Json : JsonConverter<Segmentation>
    {
        public override Segmentation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonObject node = JsonNode.Parse(ref reader)?.AsObject() ?? throw new JsonException("A segmentation is an object.");
            try
            {
                return node["kind"]?.GetValue<string>() switch
                {
                    "equal" => Equal(node["count"]!.GetValue<int>()),
                    "length" => OfLength(node["steps"]!.GetValue<int>()),
                    "at" => At([.. node["segments"]!.AsArray().Select(one => new Segment(one![0]!.GetValue<string>(), one[1]!.GetValue<int>(), one[2]!.GetValue<int>()))]),
                    var kind => throw new JsonException($"'{kind}' is not a kind of segmentation."),
                };
            }
            catch (Exception error) when (error is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
            {
                throw new JsonException($"A segmentation cannot be read: {error.Message}", error);
            }
        }

        public override void Write(Utf8JsonWriter writer, Segmentation value, JsonSerializerOptions options)
        {
            JsonObject node = value switch
            {
                EqualParts parts => new() { ["kind"] = "equal", ["count"] = parts.Count },
                Pieces pieces => new() { ["kind"] = "length", ["steps"] = pieces.Steps },
                Named named => new()
                {
                    ["kind"] = "at",
                    ["segments"] = new JsonArray([.. named.Segments.Select(segment => (JsonNode?)new JsonArray(segment.Name, segment.Start, segment.End))]),
                },
                _ => throw new JsonException($"'{value.Name}' has no form as JSON."),
            };
            node.WriteTo(writer, options);
        }
    }
}
